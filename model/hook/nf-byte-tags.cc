// SPDX-License-Identifier: GPL-2.0-only

#include "nf-byte-tags.h"

namespace ns3
{

NfByteTags::NfByteTags(Ptr<const Packet> packet)
{
    for (ByteTagIterator i = packet->GetByteTagIterator(); i.HasNext();)
    {
        ByteTagIterator::Item item = i.Next();
        if (!item.GetTypeId().HasConstructor())
        {
            continue;
        }
        std::unique_ptr<ObjectBase> object(item.GetTypeId().GetConstructor()());
        if (auto* tag = dynamic_cast<Tag*>(object.get()))
        {
            object.release();
            item.GetTag(*tag);
            m_entries.push_back({std::unique_ptr<Tag>(tag), item.GetStart(), item.GetEnd()});
        }
    }
}

void
NfByteTags::Restore(Ptr<Packet> packet) const
{
    packet->RemoveAllByteTags();
    for (const Entry& entry : m_entries)
    {
        packet->AddByteTag(*entry.tag, entry.start, entry.end);
    }
}

} // namespace ns3
