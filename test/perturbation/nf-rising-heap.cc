// SPDX-License-Identifier: GPL-2.0-only

// Preloaded by perturbation.py. Memory of operator new comes from addresses that only rise: of two
// objects, the one that was made first has the lower address, whatever else was made between them.
//
// ns-3 walks maps and sets of pointers here and there (AODV its sockets, for instance), in the
// order of the addresses. With malloc that order follows from the sizes of all objects that were
// there before, so that a program's result changes with anything that allocates. Here it is the
// order in which the objects were made, and programs with and without the layer can be compared to
// the byte.
//
// Memory is taken from the kernel in chunks and goes back when all objects of a chunk are gone. No
// address is used twice. ns-3 runs in one thread, apart from its realtime simulator and emulation,
// which nobody compares: a lock is all that they need.

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <sys/mman.h>

namespace
{

constexpr std::size_t ALIGNMENT = 16;
constexpr std::size_t CHUNK = 1 << 20;

/// At the start of each chunk, of which all but large objects' have the size CHUNK.
struct Chunk
{
    std::size_t size; //!< with this header
    std::size_t live; //!< objects that are not deleted yet
};

/// In front of each object.
struct alignas(ALIGNMENT) Header
{
    Chunk* chunk; //!< where it lies
};

std::mutex g_mutex;
std::uintptr_t g_next = 0x100000000000; //!< the next chunk's address
Chunk* g_chunk = nullptr;               //!< where objects are made
std::size_t g_used = 0;                 //!< of that chunk

Chunk*
Map(std::size_t size)
{
    void* wanted = reinterpret_cast<void*>(g_next);
    void* got = mmap(wanted,
                     size,
                     PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
                     -1,
                     0);
    if (got != wanted)
    {
        throw std::bad_alloc();
    }
    g_next += size;
    auto* chunk = static_cast<Chunk*>(got);
    chunk->size = size;
    return chunk;
}

constexpr std::size_t
RoundUp(std::size_t size, std::size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

constexpr std::size_t FIRST = RoundUp(sizeof(Chunk), ALIGNMENT);

void
Unmap(Chunk* chunk)
{
    munmap(chunk, chunk->size);
}

void*
Allocate(std::size_t size)
{
    if (size > PTRDIFF_MAX / 2)
    {
        throw std::bad_alloc();
    }
    const std::size_t needed = RoundUp(size + sizeof(Header), ALIGNMENT);
    const std::lock_guard lock(g_mutex);
    if (!g_chunk || g_used + needed > g_chunk->size)
    {
        if (g_chunk && g_chunk->live == 0)
        {
            Unmap(g_chunk);
        }
        g_chunk = nullptr;
        g_chunk = Map(FIRST + needed > CHUNK ? RoundUp(FIRST + needed, CHUNK) : CHUNK);
        g_used = FIRST;
    }
    auto* header = reinterpret_cast<Header*>(reinterpret_cast<char*>(g_chunk) + g_used);
    header->chunk = g_chunk;
    ++g_chunk->live;
    g_used += needed;
    return header + 1;
}

void
Release(void* object)
{
    if (!object)
    {
        return;
    }
    Chunk* chunk = (static_cast<Header*>(object) - 1)->chunk;
    const std::lock_guard lock(g_mutex);
    if (--chunk->live == 0 && chunk != g_chunk)
    {
        Unmap(chunk);
    }
}

} // namespace

void*
operator new(std::size_t size)
{
    return Allocate(size);
}

void*
operator new[](std::size_t size)
{
    return Allocate(size);
}

void*
operator new(std::size_t size, const std::nothrow_t& /*unused*/) noexcept
{
    try
    {
        return Allocate(size);
    }
    catch (const std::bad_alloc&)
    {
        return nullptr;
    }
}

void*
operator new[](std::size_t size, const std::nothrow_t& tag) noexcept
{
    return operator new(size, tag);
}

void
operator delete(void* object) noexcept
{
    Release(object);
}

void
operator delete[](void* object) noexcept
{
    Release(object);
}

void
operator delete(void* object, std::size_t /*size*/) noexcept
{
    Release(object);
}

void
operator delete[](void* object, std::size_t /*size*/) noexcept
{
    Release(object);
}

void
operator delete(void* object, const std::nothrow_t& /*unused*/) noexcept
{
    Release(object);
}

void
operator delete[](void* object, const std::nothrow_t& /*unused*/) noexcept
{
    Release(object);
}
