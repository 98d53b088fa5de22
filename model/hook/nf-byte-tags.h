// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_BYTE_TAGS_H
#define NF_BYTE_TAGS_H

#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tag.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The byte tags of a packet, saved from an operation that would cut or lose them.
 *
 * ns-3 clips a packet's byte tags when a header is removed, and drops them altogether when nothing
 * remains. FlowMonitor's bookkeeping is such a tag. A tag type without a registered constructor
 * cannot be copied; such tags are left to their fate.
 */
class NfByteTags
{
  public:
    /// @param packet whose tags to save
    explicit NfByteTags(Ptr<const Packet> packet);

    /// @param packet whose byte tags to replace by the saved ones; same size as the original
    void Restore(Ptr<Packet> packet) const;

    /// One tag and the bytes that it covers.
    struct Entry
    {
        std::unique_ptr<Tag> tag;
        uint32_t start; //!< first byte
        uint32_t end;   //!< behind the last byte
    };

    /// @return the saved tags, to change them before Restore()
    std::vector<Entry>& GetEntries()
    {
        return m_entries;
    }

  private:
    std::vector<Entry> m_entries;
};

} // namespace ns3

#endif /* NF_BYTE_TAGS_H */
