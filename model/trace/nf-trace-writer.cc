// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-writer.h"

#include "nf-trace-ring-messages.h"
#include "nf-trace-ring.h"
#include "nf-trace-store.h"

#include "ns3/fatal-error.h"

#include <chrono>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <thread>

namespace ns3
{

namespace
{
constexpr std::chrono::milliseconds PATIENCE(100); // of the thread, before it stores a few blocks
} // namespace

class NfTraceWriter::Impl
{
  public:
    Impl(const std::string& path, const NfTraceRunInfo& run, const NfTraceWriterConfig& config);
    ~Impl();

    // Post a record, or say once why that is not possible.
    template <class... Arguments>
    void Post(const Arguments&... arguments)
    {
        if (m_open && !NfTracePost(m_ring, arguments...))
        {
            Report();
        }
    }

    void Flush();
    void Finish(const NfTraceRunEnd& end);

    int64_t m_run{0};
    uint32_t m_chains{0}; //!< number of the latest chain
    bool m_open{false};   //!< records are taken
    bool m_failed{false}; //!< the error has been reported
    std::string m_error;  //!< written by whoever finds it, read after m_ring or m_thread said so
    NfTraceRing m_ring;

  private:
    void Run();
    void StoreBlocks(std::size_t n);
    void FreeBlocks(std::size_t n);
    void Join();
    void Report();

    std::string m_path;
    NfTraceWriterConfig m_config;
    std::unique_ptr<NfTraceStore> m_store; //!< the thread's while it runs
    std::thread m_thread;
};

NfTraceWriter::Impl::Impl(const std::string& path,
                          const NfTraceRunInfo& run,
                          const NfTraceWriterConfig& config)
    : m_ring(config.blocks, config.blockBytes, std::chrono::milliseconds(config.maxAge)),
      m_path(path),
      m_config(config)
{
    try
    {
        m_store = std::make_unique<NfTraceStore>(path,
                                                 run,
                                                 config.busyTimeout,
                                                 config.cacheBytes,
                                                 config.isDurable);
        m_run = m_store->GetRun();
        m_thread = std::thread([this] { Run(); });
        m_open = true;
    }
    catch (const std::exception& error)
    {
        m_error = error.what();
        m_store.reset();
        Report();
    }
}

NfTraceWriter::Impl::~Impl()
{
    Join();
}

void
NfTraceWriter::Impl::Run()
{
    try
    {
        while (!m_ring.IsAtEnd())
        {
            if (std::size_t n = m_ring.Wait(PATIENCE))
            {
                StoreBlocks(n);
            }
        }
    }
    catch (const std::exception& error)
    {
        m_error = error.what();
        m_ring.Stop();
    }
}

void
NfTraceWriter::Impl::StoreBlocks(std::size_t n)
{
    m_store->Begin();
    for (std::size_t i = 0; i < n; ++i)
    {
        NfTraceStoreBlock(m_ring.At(i), *m_store);
    }
    m_store->Commit();
    FreeBlocks(n);
}

void
NfTraceWriter::Impl::FreeBlocks(std::size_t n)
{
    for (std::size_t i = 0; i < n; ++i)
    {
        NfTraceFreeBlock(m_ring.At(i));
    }
    m_ring.Release(n);
}

void
NfTraceWriter::Impl::Join()
{
    m_open = false;
    if (!m_thread.joinable())
    {
        return;
    }
    m_ring.Close();
    m_thread.join();
    while (std::size_t n = m_ring.Wait(std::chrono::milliseconds(0)))
    {
        FreeBlocks(n); // only after an error
    }
    if (!m_error.empty())
    {
        m_store.reset();
        Report();
    }
}

void
NfTraceWriter::Impl::Report()
{
    m_open = false;
    if (m_failed)
    {
        return;
    }
    m_failed = true;
    const std::string message = fmt::format("cannot write the trace '{}': {}", m_path, m_error);
    if (m_config.errorHandler)
    {
        m_config.errorHandler(message);
    }
    else if (m_config.onError == NfTraceErrorPolicy::STOP)
    {
        NS_FATAL_ERROR(message);
    }
    else
    {
        std::cerr << message << "; the simulation goes on untraced" << std::endl;
    }
}

void
NfTraceWriter::Impl::Flush()
{
    if (m_open && !m_ring.Drain())
    {
        Report();
    }
}

void
NfTraceWriter::Impl::Finish(const NfTraceRunEnd& end)
{
    Join();
    if (!m_store)
    {
        return;
    }
    try
    {
        m_store->End(end);
        if (m_config.buildIndexes)
        {
            m_store->BuildIndexes();
        }
        m_store->Tidy();
        m_store.reset();
    }
    catch (const std::exception& error)
    {
        m_error = error.what();
        m_store.reset();
        Report();
    }
}

NfTraceWriter::NfTraceWriter(const std::string& path,
                             const NfTraceRunInfo& run,
                             const NfTraceWriterConfig& config)
    : m_impl(std::make_unique<Impl>(path, run, config))
{
}

NfTraceWriter::~NfTraceWriter() = default;

int64_t
NfTraceWriter::GetRun() const
{
    return m_impl->m_run;
}

bool
NfTraceWriter::IsOpen() const
{
    return m_impl->m_open;
}

std::string
NfTraceWriter::GetError() const
{
    return m_impl->m_failed ? m_impl->m_error : "";
}

uint64_t
NfTraceWriter::GetWaits() const
{
    return m_impl->m_ring.GetWaits();
}

void
NfTraceWriter::Write(const NfTraceNode& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTraceInterface& record)
{
    m_impl->Post(record);
}

uint32_t
NfTraceWriter::Write(const NfTraceRuleset& record)
{
    const uint32_t first = m_impl->m_chains + 1;
    m_impl->m_chains += record.chains.size();
    m_impl->Post(record, first);
    return first;
}

void
NfTraceWriter::Write(const NfTraceHookPass& record, const NfTraceRuleHit* hits, std::size_t n)
{
    m_impl->Post(record, hits, n);
}

void
NfTraceWriter::Write(const NfTraceStackDrop& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTraceLoss& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTracePacket& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTracePacketLink& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTraceConnection& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTraceConntrackEvent& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTraceNatMapping& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Write(const NfTraceLogLine& record)
{
    m_impl->Post(record);
}

void
NfTraceWriter::Flush()
{
    m_impl->Flush();
}

void
NfTraceWriter::Finish(const NfTraceRunEnd& end)
{
    m_impl->Finish(end);
}

} // namespace ns3
