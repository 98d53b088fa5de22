// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RAW_HEADER_H
#define NF_RAW_HEADER_H

#include "ns3/header.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A header that is nothing but bytes.
 *
 * It takes the place of any header whose bytes must be kept or changed without being interpreted:
 * ns-3's own header classes do not reproduce what they cannot express. If packet metadata is on,
 * it passes for the header it replaces, by answering with that header's TypeId.
 */
class NfRawHeader : public Header
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfRawHeader() = default;

    /**
     * @param bytes the content
     * @param typeId the header it stands for
     */
    explicit NfRawHeader(std::vector<uint8_t> bytes, TypeId typeId = GetTypeId());

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(Buffer::Iterator start) const override;
    uint32_t Deserialize(Buffer::Iterator start) override;
    void Print(std::ostream& os) const override;

    /// @return the content
    const std::vector<uint8_t>& GetBytes() const
    {
        return m_bytes;
    }

  private:
    std::vector<uint8_t> m_bytes; //!< content; its size is what Deserialize() reads
    TypeId m_typeId{GetTypeId()}; //!< what it claims to be
};

} // namespace ns3

#endif /* NF_RAW_HEADER_H */
