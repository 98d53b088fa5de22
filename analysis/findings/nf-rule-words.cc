// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-words.h"

namespace ns3
{

std::vector<std::string>
NfSplitRule(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool started = false;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const char c = text[i];
        if (c == '\\' && quoted && i + 1 < text.size())
        {
            word += text[++i];
        }
        else if (c == '"')
        {
            quoted = !quoted;
            started = true;
        }
        else if (c == ' ' && !quoted)
        {
            if (started)
            {
                words.push_back(word);
            }
            word.clear();
            started = false;
        }
        else
        {
            word += c;
            started = true;
        }
    }
    if (started)
    {
        words.push_back(word);
    }
    return words;
}

std::vector<std::string>
NfSplitAt(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (;;)
    {
        const std::size_t end = text.find(separator, start);
        parts.push_back(text.substr(start, end - start));
        if (end == std::string::npos)
        {
            return parts;
        }
        start = end + 1;
    }
}

} // namespace ns3
