// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OSF_FINGERPRINTS_H
#define NF_OSF_FINGERPRINTS_H

#include "nf-error.h"
#include "nf-netns.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What the first segment of an operating system's TCP connections looks like, as a line of a pf.os
 * file says it: `wwww:ttl:D:ss:options:OS:version:subtype:details`.
 */
struct NfOsfFingerprint
{
    /// How the window is told.
    enum class Window : uint8_t
    {
        PLAIN, //!< this one; 0: any
        MSS,   //!< a multiple of the segment size
        MTU,   //!< a multiple of the segment size and the headers
        MODULO //!< a multiple of a number
    };

    /// A TCP option. Its value does not count.
    struct Option
    {
        uint8_t kind;
        uint8_t length;
    };

    Window window{Window::PLAIN};
    uint32_t windowValue{0};
    uint8_t ttl{0};      //!< that the system sends
    bool dontFragment{}; //!< the bit DF
    uint16_t size{0};    //!< of the packet
    std::vector<Option> options;
    std::string system; //!< what a rule's --genre names
    std::string version;
    std::string subtype;
};

/**
 * @ingroup netfilter
 * The fingerprints that a node knows (Linux's nfnetlink_osf.c; there all namespaces share them), in
 * the order in which they were loaded.
 */
class NfOsfFingerprints : public NfNetnsState
{
  public:
    /// @param netns a node
    /// @return its fingerprints, made if it has none yet
    static NfOsfFingerprints& Of(NfNetns& netns);

    /// @param netns a node
    /// @return its fingerprints; null if it has none
    static const NfOsfFingerprints* Find(const NfNetns& netns);

    /**
     * Add fingerprints, as nfnl_osf does; all of them or, if a line is wrong, none.
     * @param text a pf.os file: lines beginning with '#' and empty ones are passed over
     * @param name to call it in messages
     * @return nothing, or what is wrong
     */
    NfStatus Load(std::string_view text, const std::string& name);

    /// @return all of them
    const std::vector<NfOsfFingerprint>& GetAll() const
    {
        return m_fingerprints;
    }

  private:
    std::vector<NfOsfFingerprint> m_fingerprints;
};

} // namespace ns3

#endif /* NF_OSF_FINGERPRINTS_H */
