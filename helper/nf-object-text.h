// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OBJECT_TEXT_H
#define NF_OBJECT_TEXT_H

#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// An ns-3 object as a user writes it: "ns3::RedQueueDisc[MinTh=5|MaxTh=15]".
struct NfObjectText
{
    std::string type;                                            //!< name of its TypeId
    std::vector<std::pair<std::string, std::string>> attributes; //!< names and values, in order
};

/**
 * @ingroup netfilter
 * Read the text of an ns-3 object, as ObjectFactory does, which aborts where this tells what is
 * wrong: a TypeId that there is none of, that cannot be made, or is of another kind, an attribute
 * that it lacks or that cannot be set, a value that the attribute does not take. Attributes that
 * are objects themselves cannot be given. The prefix "ns3::" of the type may be left out.
 * @param text the text
 * @param kind name of the TypeId that it has to be derived from
 * @param object receives what it says
 * @return what is wrong; empty: nothing
 */
std::string NfParseObjectText(const std::string& text,
                              const std::string& kind,
                              NfObjectText& object);

} // namespace ns3

#endif /* NF_OBJECT_TEXT_H */
