// SPDX-License-Identifier: GPL-2.0-only

#include "nf-yaml-value.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace ns3
{

namespace
{

constexpr std::size_t DEEPEST = 32;
constexpr std::size_t MOST_VALUES = 200'000;
constexpr std::size_t MOST_KEYS = 5'000;    // of a map
constexpr std::size_t MOST_TEXT = 16 << 20; // bytes

NfYamlPlace
ToPlace(const YAML::Mark& mark)
{
    return mark.is_null() ? NfYamlPlace{}
                          : NfYamlPlace{static_cast<uint32_t>(mark.line + 1),
                                        static_cast<uint32_t>(mark.column + 1)};
}

/// What a value takes of the bounds.
struct Size
{
    std::size_t values{0};
    std::size_t text{0};

    void Add(const NfYamlValue& value)
    {
        ++values;
        text += value.text.size();
        for (const NfYamlValue& item : value.items)
        {
            Add(item);
        }
        for (const NfYamlMember& member : value.members)
        {
            text += member.key.size();
            Add(member.value);
        }
    }
};

/// Ends reading.
struct Refusal
{
    NfYamlError error;
};

/// Makes the tree of what yaml-cpp finds.
class TreeBuilder : public YAML::EventHandler
{
  public:
    TreeBuilder(const std::string& text, NfYamlValue& root, std::vector<NfYamlError>& errors)
        : m_text(text),
          m_root(root),
          m_errors(errors)
    {
    }

    void OnDocumentStart(const YAML::Mark&) override
    {
    }

    void OnDocumentEnd() override
    {
    }

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        Begin(NfYamlValue::Kind::NOTHING, mark, anchor, {});
        End();
    }

    void OnScalar(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  const std::string& value) override
    {
        CheckTag(mark, tag);
        CheckQuote(mark);
        // yaml-cpp calls "~" and "null" scalars here.
        const bool isNothing = tag != "!" && (value == "~" || value == "null");
        Begin(isNothing ? NfYamlValue::Kind::NOTHING : NfYamlValue::Kind::TEXT,
              mark,
              anchor,
              isNothing ? "" : value);
        End();
    }

    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string& tag,
                         YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        CheckTag(mark, tag);
        Begin(NfYamlValue::Kind::LIST, mark, anchor, {});
    }

    void OnSequenceEnd() override
    {
        End();
    }

    void OnMapStart(const YAML::Mark& mark,
                    const std::string& tag,
                    YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        CheckTag(mark, tag);
        Begin(NfYamlValue::Kind::MAP, mark, anchor, {});
    }

    void OnMapEnd() override
    {
        End();
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
        {
            throw Refusal{{ToPlace(mark), "an alias of what it is part of itself"}};
        }
        Size size;
        size.Add(found->second);
        Count(ToPlace(mark), size.values, size.text);
        NfYamlValue copy = found->second;
        copy.place = ToPlace(mark);
        m_open.push_back({std::move(copy), 0});
        End();
    }

  private:
    /// A value that is being read.
    struct Open
    {
        NfYamlValue value;
        YAML::anchor_t anchor{0};
        bool hasKey{false}; //!< a map whose latest member has no value yet
    };

    static void CheckTag(const YAML::Mark& mark, const std::string& tag)
    {
        if (tag.size() > 1)
        {
            throw Refusal{{ToPlace(mark), fmt::format("the tag '{}' has no meaning here", tag)}};
        }
    }

    // yaml-cpp 0.7 takes the end of the document for that of a quote.
    void CheckQuote(const YAML::Mark& mark) const
    {
        const auto begin = static_cast<std::size_t>(std::max(mark.pos, 0));
        const char quote = begin < m_text.size() ? m_text[begin] : ' ';
        if (quote != '"' && quote != '\'')
        {
            return;
        }
        std::size_t end = m_text.find(quote, begin + 1);
        while (end != std::string::npos)
        {
            const bool isDoubled =
                quote == '\'' && end + 1 < m_text.size() && m_text[end + 1] == quote;
            const std::size_t before = m_text.find_last_not_of('\\', end - 1);
            const bool isEscaped = quote == '"' && (end - before - 1) % 2 == 1;
            if (!isDoubled && !isEscaped)
            {
                return;
            }
            end = m_text.find(quote, end + (isDoubled ? 2 : 1));
        }
        throw Refusal{{ToPlace(mark), "a quote that does not end"}};
    }

    void Count(const NfYamlPlace& place, std::size_t values, std::size_t text)
    {
        m_values += values;
        m_bytes += text;
        if (m_values > MOST_VALUES || m_bytes > MOST_TEXT)
        {
            throw Refusal{{place,
                           fmt::format("more than {} values, or {} bytes of text, counting what "
                                       "aliases stand for",
                                       MOST_VALUES,
                                       MOST_TEXT)}};
        }
    }

    void Begin(NfYamlValue::Kind kind,
               const YAML::Mark& mark,
               YAML::anchor_t anchor,
               const std::string& text)
    {
        const NfYamlPlace place = ToPlace(mark);
        Count(place, 1, text.size());
        if (m_open.size() >= DEEPEST)
        {
            throw Refusal{{place, fmt::format("more than {} levels", DEEPEST)}};
        }
        m_open.push_back({{kind, place, text, {}, {}}, anchor});
    }

    // The innermost value is complete.
    void End()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        if (done.anchor != 0)
        {
            m_anchors[done.anchor] = done.value;
        }
        if (m_open.empty())
        {
            m_root = std::move(done.value);
            return;
        }
        Open& outer = m_open.back();
        if (outer.value.kind == NfYamlValue::Kind::LIST)
        {
            outer.value.items.push_back(std::move(done.value));
        }
        else if (outer.hasKey)
        {
            outer.value.members.back().value = std::move(done.value);
            outer.hasKey = false;
            DropDuplicate(outer);
        }
        else
        {
            AddKey(outer, done.value);
        }
    }

    static void AddKey(Open& map, const NfYamlValue& key)
    {
        if (key.kind != NfYamlValue::Kind::TEXT)
        {
            throw Refusal{{key.place, "a key is a text, no list or map"}};
        }
        if (map.value.members.size() >= MOST_KEYS)
        {
            throw Refusal{{key.place, fmt::format("more than {} keys in a map", MOST_KEYS)}};
        }
        map.value.members.push_back({key.text, key.place, {}});
        map.hasKey = true;
    }

    // A map of our files has few keys, and its size is bounded by MOST_KEYS.
    void DropDuplicate(Open& map)
    {
        std::vector<NfYamlMember>& members = map.value.members;
        const NfYamlMember& latest = members.back();
        const auto before = std::find_if(members.begin(), members.end() - 1, [&](const auto& m) {
            return m.key == latest.key;
        });
        if (before != members.end() - 1)
        {
            m_errors.push_back({latest.place,
                                fmt::format("the key '{}' stands in line {} already",
                                            latest.key,
                                            before->place.line)});
            members.pop_back();
        }
    }

    const std::string& m_text;
    NfYamlValue& m_root;
    std::vector<NfYamlError>& m_errors;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, NfYamlValue> m_anchors;
    std::size_t m_values{0};
    std::size_t m_bytes{0};
};

} // namespace

const NfYamlValue*
NfYamlValue::Find(std::string_view key) const
{
    const auto found = std::find_if(members.begin(), members.end(), [key](const auto& member) {
        return member.key == key;
    });
    return found == members.end() ? nullptr : &found->value;
}

void
NfReadYaml(const std::string& text, NfYamlValue& value, std::vector<NfYamlError>& errors)
{
    if (text.size() > MOST_TEXT)
    {
        errors.push_back({{}, fmt::format("more than {} bytes", MOST_TEXT)});
        return;
    }
    std::istringstream stream(text);
    try
    {
        YAML::Parser parser(stream);
        TreeBuilder builder(text, value, errors);
        parser.HandleNextDocument(builder);
        NfYamlValue second;
        std::vector<NfYamlError> ignored;
        TreeBuilder next(text, second, ignored);
        if (parser.HandleNextDocument(next) && second.kind != NfYamlValue::Kind::NOTHING)
        {
            errors.push_back({second.place, "a second document: a file holds one"});
        }
    }
    catch (const Refusal& refusal)
    {
        errors.push_back(refusal.error);
    }
    catch (const YAML::Exception& wrong)
    {
        errors.push_back({ToPlace(wrong.mark), "no YAML: " + wrong.msg});
    }
}

} // namespace ns3
