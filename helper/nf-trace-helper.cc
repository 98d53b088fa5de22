// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-helper.h"

#include "nf-own-rank.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/node-list.h"

#include <utility>

namespace ns3
{

NfTraceHelper::NfTraceHelper(const std::string& path)
    : m_session(CreateObject<NfTraceSession>())
{
    m_session->SetPath(path);
}

void
NfTraceHelper::Set(const std::string& name, const AttributeValue& value)
{
    m_session->SetAttribute(name, value);
}

void
NfTraceHelper::SetIdentity(const NfRunIdentity& identity)
{
    m_session->SetIdentity(identity);
}

void
NfTraceHelper::SetFilter(std::function<bool(const NfPacket&)> filter)
{
    m_session->SetFilter(std::move(filter));
}

void
NfTraceHelper::Install(const NfNodes& nodes)
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        m_session->Add(Netfilter::Install(*node), *node);
    }
}

void
NfTraceHelper::InstallAll()
{
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        if ((*node)->GetObject<Ipv4L3Protocol>())
        {
            if (NfIsOwnNode(*node))
            {
                Install(*node);
            }
            else
            {
                Netfilter::Install(*node);
            }
        }
    }
}

void
NfTraceHelper::Finish()
{
    m_session->Finish("finished");
}

} // namespace ns3
