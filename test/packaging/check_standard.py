# SPDX-License-Identifier: GPL-2.0-only
"""The sources compile without a warning in another C++ standard than that of the installed ns-3, or
against the headers of another ns-3. Only the syntax is checked, and many sources at once: some whose local
names differ are one translation unit, because most of the time goes into headers. Sources that such a
unit complains of are asked again one by one, and only that counts.

usage: check_standard.py MODULE_DIR FOLDER,... CXX STANDARD [OPTION...]
OPTION goes to the compiler, e.g. -I of another ns-3's headers.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

MOST_SOURCES = 32  # of a unit, so that it needs no more memory than the compiler takes elsewhere
# As ns-3's strictest profile and ours together; what is exempted there is here, too. That a source is
# included makes its local types look as if they were a header's.
WARNINGS = (
    "-Wall -Wextra -Wpedantic -Werror -Wno-unused-parameter -Wno-maybe-uninitialized "
    "-Wno-use-after-free -Wno-subobject-linkage"
).split()
DEFINITIONS = (
    "-DNS3_LOG_ENABLE",
    "-DNS3_ASSERT_ENABLE",
    "-DFMT_SHARED",
    "-DNF_HAS_WIFI",
    '-DNF_NS3_VERSION="of a test"',
    '-DNF_MODULE_VERSION="of a test"',
    '-DNF_EXAMPLES_DIR="examples"',
    '-DNFSIM_REPLAY="nfsim-replay"',
    '-DNFSIM_TOPOLOGY="nfsim-topology"',
    '-DNFSIM_RUN="nfsim-run"',
    '-DNFSIM_NETANIM="nfsim-netanim"',
)
# Names that a source gives to what is its own: at the beginning of a line, as ns-3's style has it.
LOCAL_NAME = re.compile(
    r"^(?:(?:static |inline |constexpr |const |extern )*(?:struct|class|enum(?: class)?) (\w+)"
    r"|using (\w+) ="
    r"|(?!TEST|INSTANTIATE_TEST)(\w+)\("
    r"|TEST(?:_[FP])?\((\w+, \w+)\)"
    r"|(?:static |inline |constexpr |const )+[\w:<>,*& ]+?[ &*](\w+)(?:\[[^\]]*\])*(?: =|\{|;|\()"
    r"|[\w:<>,*& ]+ (g_\w+)"
    r"|(NS_LOG_COMPONENT_DEFINE))",
    re.MULTILINE,
)


def local_names(source):
    """The names that would collide with those of another source."""
    text = source.read_text(encoding="utf-8")
    return {name for match in LOCAL_NAME.finditer(text) for name in match.groups() if name}


def batches(sources):
    """Sources in groups without a collision, as few as can be had by taking the first that fits."""
    groups = []
    for source in sources:
        names = local_names(source)
        for group, taken in groups:
            if len(group) < MOST_SOURCES and not names & taken:
                group.append(source)
                taken |= names
                break
        else:
            groups.append(([source], names))
    return [group for group, _ in groups]


def compile_text(command, text):
    """Compile a text; return what the compiler says if it refuses."""
    run = subprocess.run(
        command + ["-x", "c++", "-"], input=text, capture_output=True, text=True, check=False
    )
    return run.stderr if run.returncode else ""


def include(source):
    """A line that includes a source."""
    return f'#include "{source}"\n'


def check(command, group):
    """Complaints about a group of sources."""
    complaint = compile_text(command, "".join(map(include, group)))
    if not complaint or len(group) == 1:
        return [complaint] if complaint else []
    named = [source for source in group if f"{source}:" in complaint]
    others = [source for source in group if source not in named]
    alone = [compile_text(command, include(source)) for source in named or group]
    return [text for text in alone if text] + (check(command, others) if named and others else [])


def main():
    """Check all sources, as many at a time as there are processors."""
    module = pathlib.Path(sys.argv[1]).resolve()
    folders, compiler, standard = sys.argv[2].split(","), sys.argv[3], sys.argv[4]
    sources = [path for folder in folders for path in sorted((module / folder).rglob("*.cc"))]
    with tempfile.TemporaryDirectory() as links:
        os.mkdir(links + "/ns3")
        includes = sys.argv[5:] + ["-I", links]
        for folder in ("model", "helper"):
            for header in (module / folder).rglob("*.h"):
                os.symlink(header, f"{links}/ns3/{header.name}")
        umbrella = "".join(
            f'#include "ns3/{header}"\n'
            for header in ("netfilter-helper.h", "nf-trace-helper.h", "nf-topology-helper.h")
        )
        pathlib.Path(links, "ns3", "netfilter-module.h").write_text(umbrella, encoding="utf-8")
        for folder in {path.parent for path in module.glob("[mha]*/**/*.h")}:
            includes += ["-I", str(folder)]
        command = [compiler, "-std=c++" + standard, "-fsyntax-only", *WARNINGS, *DEFINITIONS, *includes]
        groups = batches(sources)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(lambda group: check(command, group), groups))
    complaints = [complaint for result in results for complaint in result]
    print("\n".join(complaints) + f"\n{len(sources)} sources in {len(groups)} units of C++{standard}")
    return 1 if complaints or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
