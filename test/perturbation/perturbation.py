#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the layer change what ns-3's own tests and examples do?

    perturbation.py --ns3 TREE                  all suites and examples of 15 modules
    perturbation.py --ns3 TREE --only PATTERN   those whose name matches (repeatable; * and ?)
    perturbation.py --ns3 TREE --rst FILE       also write the table as reStructuredText
    perturbation.py --ns3 TREE --keep DIR       also keep what each run wrote

TREE is a source tree of the installed ns-3's version (test/packaging/ns3-source.sh fetches Debian's).
Its suites and examples are built in TREE/build, the first time. Each is run without the layer, with the
layer idle on every node that InternetStackHelper makes, and with rules that accept everything in five
tables of both families and track connections. Compared are the verdict, the output, all files (pcap
and ascii traces among them), and of each simulation the numbers of events run and scheduled, of random
streams given out and of packets made.

Objects lie at rising addresses in these runs (nf-rising-heap.cc), since ns-3 goes by address here and
there. Another run without the layer, with malloc's addresses, tells which programs that concerns.

Exit status: 0 if nothing differs idle, 1 if something does, 2 if it could not be found out."""
import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import sys

sys.dont_write_bytecode = True

import compare      # noqa: E402
import observe      # noqa: E402
import programs     # noqa: E402

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def judge(kind, name, command, arguments):
    """Runs one program in all ways. Returns a row of the table."""
    def once(mode, rising=True):
        keep = None
        if arguments.keep:
            folder = re.sub(r'[^\w.=-]+', '_', name)[:100]
            keep = arguments.keep / folder / (mode if rising else mode + '-malloc')
        return observe.run(command, mode, arguments.ns3, arguments.timeout, rising, keep)

    stock = once('without')
    row = {'kind': kind, 'name': name, 'verdict': stock['verdict'], 'unsteady': '', 'nodes': 0,
           'simulations': len(stock['counts']), 'idle': [], 'rules': [], 'linked': [],
           'address': []}
    if not isinstance(stock['verdict'], int):
        return row
    shown = {mode: once(mode) for mode in ('idle', 'rules')}
    row['nodes'] = shown['idle']['nodes']
    malloc = once('without', rising=False)
    by_address = compare.differences(stock, malloc)
    # The clock is asked by some; what it says is not to be compared, and is found by running twice.
    unsteady = compare.EVERYTHING
    if by_address or any(compare.differences(stock, one) for one in shown.values()):
        unsteady = compare.steady_part(stock, observe.run(command, 'without', arguments.ns3,
                                                          arguments.timeout))
        row['unsteady'] = compare.describe_unsteady(unsteady)
    for mode in ('idle', 'rules'):
        row[mode] = compare.differences(stock, shown[mode], unsteady)
    # A program that lists all classes that there are lists the module's, whether it is used or not.
    if row['idle']:
        linked = once('linked')
        if linked['verdict'] == stock['verdict'] and linked['counts'] == stock['counts']:
            row['linked'] = compare.differences(stock, linked, unsteady)
            row['idle'] = compare.differences(linked, shown['idle'], unsteady)
            row['rules'] = compare.differences(linked, shown['rules'], unsteady)
    row['address'] = compare.differences(stock, malloc, unsteady)
    return row


def tell(row):
    notes = [f'{mode}: {"; ".join(row[mode])}' for mode in ('idle', 'rules') if row[mode]]
    if row['linked']:
        notes.append(f'lists the classes of all libraries: {"; ".join(row["linked"])}')
    if row['address']:
        notes.append('depends on addresses of objects')
    if row['unsteady']:
        notes.append(f'says something else each time: {row["unsteady"]}')
    if row['verdict'] != 0:
        notes.append(f'verdict without the layer: {row["verdict"]}')
    return f'{row["name"]}: {" | ".join(notes) or "same"}'


def summary(kind, rows):
    ruled = [row['rules'] for row in rows if row['rules']]
    failing = [row for row in rows if isinstance(row['verdict'], int) and row['verdict'] != 0]
    return (f'{len(rows)} {kind}: {sum(row["simulations"] for row in rows)} simulations, '
            f'{sum(row["nodes"] for row in rows)} nodes with the layer; '
            f'{sum(bool(row["idle"]) for row in rows)} differ idle; {len(ruled)} with rules, '
            f'{sum(compare.are_only_counts(found) for found in ruled)} of them only in counts; '
            f'{sum(bool(row["address"]) for row in rows)} depend on addresses of objects; '
            f'{sum(bool(row["linked"]) for row in rows)} list the classes of all libraries; '
            f'{sum(isinstance(row["verdict"], str) for row in rows)} take too long and are not '
            f'compared; {len(failing)} fail without the layer, too')


def write_table(path, rows):
    lines = ['.. SPDX-License-Identifier: GPL-2.0-only', '', '.. list-table::', '   :header-rows: 1',
             '', '   * - Suite or example', '     - Simulations', '     - Nodes', '     - Idle', '     - Rules',
             '     - Notes']
    for row in rows:
        notes = ['addresses'] if row['address'] else []
        notes += ['lists all classes'] if row['linked'] else []
        notes += [f'each time other: {row["unsteady"]}'] if row['unsteady'] else []
        lines += [f'   * - ``{row["name"]}``', f'     - {row["simulations"]}', f'     - {row["nodes"]}',
                  f'     - {"; ".join(row["idle"]) or "same"}',
                  f'     - {"; ".join(row["rules"]) or "same"}', f'     - {"; ".join(notes)}'.rstrip()]
    path.write_text('\n'.join(lines) + '\n')


def chosen(work, patterns):
    if not patterns:
        return work
    found = [entry for entry in work
             if any(fnmatch.fnmatch(entry[1], pattern) for pattern in patterns)]
    if not found:
        raise programs.NoAnswer(f'no suite or example is called {" or ".join(patterns)}')
    return found


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--ns3', type=pathlib.Path, required=True, metavar='TREE')
    parser.add_argument('--build', type=pathlib.Path, default=PROJECT / 'build' / 'release',
                        help='where the module was built (default: build/release)')
    parser.add_argument('--only', action='append', default=[], metavar='PATTERN')
    parser.add_argument('--jobs', type=int, default=os.cpu_count())
    parser.add_argument('--timeout', type=int, default=300, help='seconds for a run')
    parser.add_argument('--rst', type=pathlib.Path)
    parser.add_argument('--keep', type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.ns3 = arguments.ns3.resolve()
    return arguments


def main():
    arguments = parse()
    programs.build(arguments.ns3, arguments.build.resolve(), arguments.jobs)
    work = [('suites', *entry) for entry in programs.suites(arguments.ns3)]
    work += [('examples', *entry) for entry in programs.examples(arguments.ns3)]
    work = chosen(work, arguments.only)
    rows = []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        tasks = [pool.submit(judge, *entry, arguments) for entry in work]
        for task in tasks:
            rows.append(task.result())
            print(tell(rows[-1]), flush=True)
    for kind in ('suites', 'examples'):
        print(summary(kind, [row for row in rows if row['kind'] == kind]))
    if arguments.rst:
        write_table(arguments.rst, rows)
    return 1 if any(row['idle'] for row in rows) else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except programs.NoAnswer as problem:
        print(f'perturbation.py: {problem}', file=sys.stderr)
        sys.exit(2)
