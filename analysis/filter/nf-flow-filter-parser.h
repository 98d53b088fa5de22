// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLOW_FILTER_PARSER_H
#define NF_FLOW_FILTER_PARSER_H

#include "nf-flow-filter-node.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Reads the text of an NfFlowFilter. Throws NfCliError that points at what is wrong.
 */
class NfFlowFilterParser
{
  public:
    /// @param text the condition
    /// @param resolve looks up names of nodes; may be empty
    NfFlowFilterParser(const std::string& text, const NfNameResolver& resolve);

    /// @return the condition; null if the text is empty
    std::unique_ptr<const NfFlowFilter::Node> Parse();

  private:
    using Part = std::unique_ptr<const NfFlowFilter::Node>;

    struct Word
    {
        std::string text;
        std::size_t column; //!< from 1, in bytes
    };

    /// What stands before a value.
    struct Qualifiers
    {
        std::string kind; //!< "host", "net", "port", "portrange" or "proto"; empty: none yet
        NfFilterEnd end{NfFilterEnd::ANY};
        int protocol{-1}; //!< as in "tcp port 80"; -1: none
    };

    void Split(const std::string& text);
    bool IsAtEnd() const;
    bool IsNext(const char* word, const char* sign) const;
    [[noreturn]] void Fail(const std::string& what) const;
    [[noreturn]] void FailAt(std::size_t column, const std::string& what) const;

    Part ParseExpression(int depth);
    Part ParseTerm(int depth);
    Part ParsePrimitive();
    bool IsQualifierNext() const;
    bool ReadEnd(Qualifiers& qualifiers);
    Part MakeValue(const Qualifiers& qualifiers);
    Part MakeHost(const Qualifiers& qualifiers, const Word& word) const;
    Part MakeNet(const Qualifiers& qualifiers, const Word& word) const;
    Part MakePorts(const Qualifiers& qualifiers, const Word& word, bool range) const;
    Part MakeProtocol(const Word& word) const;
    int ParsePort(const std::string& text, std::size_t column) const;
    static Part WithProtocol(const Qualifiers& qualifiers, Part part);

    std::string m_text;
    const NfNameResolver& m_resolve;
    std::vector<Word> m_words;
    std::size_t m_next{0};
    std::optional<Qualifiers> m_latest; //!< what a value alone repeats
};

} // namespace ns3

#endif /* NF_FLOW_FILTER_PARSER_H */
