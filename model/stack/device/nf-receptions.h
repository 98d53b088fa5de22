// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RECEPTIONS_H
#define NF_RECEPTIONS_H

#include <cstdint>
#include <functional>
#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * How many receptions of a node are going on, one inside the other.
 */
class NfReceptions
{
  public:
    /// Lasts as long as a reception.
    class Scope
    {
      public:
        /// @param receptions of the node
        explicit Scope(NfReceptions& receptions)
            : m_receptions(receptions)
        {
            ++m_receptions.m_count;
        }

        ~Scope()
        {
            if (--m_receptions.m_count == 0 && m_receptions.m_ended)
            {
                m_receptions.m_ended();
            }
        }

        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        NfReceptions& m_receptions;
    };

    /// @return true during a reception
    bool AreGoingOn() const
    {
        return m_count > 0;
    }

    /// @param callback called when the outermost reception has ended; may be empty
    void SetEnded(std::function<void()> callback)
    {
        m_ended = std::move(callback);
    }

  private:
    uint32_t m_count{0};
    std::function<void()> m_ended;
};

} // namespace ns3

#endif /* NF_RECEPTIONS_H */
