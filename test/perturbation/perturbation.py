#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Does the layer change what ns-3's own tests and examples do?

    perturbation.py TREE                  all suites and examples of MODULES
    perturbation.py TREE --suite NAME     only these suites, as often as given
    perturbation.py TREE --example NAME   only these examples
    perturbation.py TREE --rst FILE       also write the table as reStructuredText

TREE is an ns-3 source tree that has this module as contrib/netfilter, and was configured with tests
and examples and built. Each program is run without the layer, with it idle on every node that
InternetStackHelper makes, and with rules that accept everything in five tables. Verdict, output,
files and the number of events of each simulation are compared; times of the clock are not.

Exit status: 0 if nothing differs idle, 1 if something does, 2 if it could not be found out."""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import re
import runpy
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
MODULES = ['network', 'internet', 'internet-apps', 'applications', 'point-to-point', 'csma', 'bridge',
           'traffic-control', 'flow-monitor', 'olsr', 'aodv', 'dsdv', 'nix-vector-routing', 'wifi']
MODES = ['without', 'idle', 'rules']
MEMORY = 4 << 30
# A suite's constructor names it first; a class of its own may stand between.
SUITE = re.compile(r'\b\w*TestSuite\s*\(\s*"([\w-]+)"')
# What test-runner and examples say of the clock and of where files lie.
CLOCK = re.compile(r'(?<![\w.])\d+\.\d+ s\b|\b[\d.]+ ?(?:real|user|system)\b')


class NoAnswer(Exception):
    """It could not be found out."""


def find_one(tree, pattern):
    found = sorted(tree.glob(pattern), key=lambda path: len(path.name))
    if not found:
        raise NoAnswer(f'{tree}: there is no {pattern}; was it built?')
    return found[0]


def build_object(tree, folder):
    """Compiles what is preloaded, as the tree's own libraries were."""
    standard = '17'
    for line in (tree / 'CMakeLists.txt').read_text().splitlines():
        found = re.match(r'\s*set\(CMAKE_CXX_STANDARD\s+(\d+)\)', line)
        standard = found.group(1) if found else standard
    for file in (tree / 'build-support').glob('*.cmake'):
        found = re.search(r'set\(CMAKE_CXX_STANDARD(?:_MINIMUM)?\s+(\d+)\)', file.read_text())
        standard = max(standard, found.group(1)) if found else standard
    out = folder / 'libnf-perturbation.so'
    library = find_one(tree, 'build/lib/libns3*-netfilter*.so')
    command = ['g++', f'-std=c++{standard}', '-O1', '-shared', '-fPIC', f'-I{tree}/build/include',
               str(HERE / 'nf-perturbation.cc'), str(library), '-ldl', '-o', str(out),
               f'-Wl,-rpath,{library.parent}']
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NoAnswer(f'cannot compile the object to preload:\n{done.stderr}')
    return out


def suites_of(tree, modules):
    names = set()
    for module in modules:
        for file in (tree / 'src' / module / 'test').glob('*.cc'):
            names.update(SUITE.findall(file.read_text(errors='replace')))
    listed = subprocess.run([find_one(tree, 'build/utils/ns3*-test-runner*'),
                             '--print-test-name-list'], capture_output=True, text=True)
    if listed.returncode:
        raise NoAnswer(f'test-runner does not list its suites:\n{listed.stderr}')
    known = set(listed.stdout.split())
    return sorted(name for name in names if name in known)


def examples_of(tree, modules):
    examples = []
    for module in modules:
        listing = tree / 'src' / module / 'test' / 'examples-to-run.py'
        if not listing.exists():
            continue
        for entry in runpy.run_path(str(listing)).get('cpp_examples', []):
            name, *arguments = shlex.split(entry[0])
            program = [file for file in tree.glob(f'build/src/{module}/examples/ns3*-{name}*')
                       if re.fullmatch(rf'ns3[^-]*-{re.escape(name)}(-\w+)?', file.name)]
            if entry[1] == 'True' and program:
                examples.append((f'{module}: {entry[0]}', [str(program[0])] + arguments))
    return examples


def limit_memory():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def digest(folder):
    """Names and contents of the files that a program left."""
    sums = {}
    for path in sorted(folder.rglob('*')):
        if path.is_file():
            sums[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return sums


def run_once(command, mode, preload, tree, timeout):
    """All that the program shows, as things to compare by name."""
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / 'work'
        work.mkdir()
        counts = pathlib.Path(folder) / 'counts'
        environment = dict(os.environ, LD_PRELOAD=str(preload), NF_PERTURBATION=mode,
                           NF_PERTURBATION_RULES=str(HERE / 'accept-all.rules'),
                           NF_PERTURBATION_COUNTS=str(counts))
        environment.pop('NS_LOG', None)
        command = [part.replace('@WORK@', str(work)) for part in command]
        try:
            done = subprocess.run(command, cwd=work, env=environment, capture_output=True,
                                  timeout=timeout, preexec_fn=limit_memory, errors='replace',
                                  text=True)
        except subprocess.TimeoutExpired:
            return {'verdict': f'not done after {timeout} s'}
        told = {}
        for name, text in (('output', done.stdout), ('errors', done.stderr)):
            told[name] = CLOCK.sub('T', text.replace(folder, ''))
        return {'verdict': done.returncode, **told, 'files': digest(work),
                'events': counts.read_text().split() if counts.exists() else []}


def differences(before, after):
    names = [name for name in before if before[name] != after.get(name)]
    if 'events' in names:
        both = list(zip(before['events'], after.get('events', [])))
        changed = sum(a != b for a, b in both) + abs(len(before['events'])
                                                      - len(after.get('events', [])))
        names[names.index('events')] = f'events of {changed} of {len(before["events"])} simulations'
    if 'files' in names and 'files' in after:
        files = sorted(set(before['files'].items()) ^ set(after['files'].items()))
        changed = sorted({file for file, _ in files})
        names[names.index('files')] = f'{len(changed)} files ({changed[0]}, ...)' \
            if len(changed) > 1 else f'file {changed[0]}'
    return ', '.join(names)


def compare(name, command, preload, tree, timeout):
    shown = {mode: run_once(command, mode, preload, tree, timeout) for mode in MODES}
    again = run_once(command, 'without', preload, tree, timeout)
    unsteady = differences(shown['without'], again)
    return {'name': name, 'verdict': shown['without']['verdict'], 'unsteady': unsteady,
            'idle': differences(shown['without'], shown['idle']),
            'rules': differences(shown['without'], shown['rules'])}


def write_table(path, rows):
    lines = ['.. SPDX-License-Identifier: GPL-2.0-only', '',
             '.. list-table::', '   :header-rows: 1', '', '   * - Suite or example', '     - Idle',
             '     - With rules that accept everything']
    for row in rows:
        lines += [f'   * - ``{row["name"]}``', f'     - {row["idle"] or "same"}',
                  f'     - {row["rules"] or "same"}']
    path.write_text('\n'.join(lines) + '\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('tree', type=pathlib.Path)
    parser.add_argument('--module', action='append', help='instead of all that the docstring names')
    parser.add_argument('--suite', action='append', default=[])
    parser.add_argument('--example', action='append', default=[])
    parser.add_argument('--jobs', type=int, default=os.cpu_count())
    parser.add_argument('--timeout', type=int, default=600, help='seconds for a run')
    parser.add_argument('--rst', type=pathlib.Path)
    arguments = parser.parse_args()
    tree = arguments.tree.resolve()
    modules = arguments.module or MODULES
    runner = str(find_one(tree, 'build/utils/ns3*-test-runner*'))
    chosen = bool(arguments.suite or arguments.example)
    suites = arguments.suite if chosen else suites_of(tree, modules)
    work = [(name, [runner, f'--suite={name}', '--verbose', '--tempdir=@WORK@']) for name in suites]
    examples = examples_of(tree, modules)
    if chosen:
        examples = [entry for entry in examples
                    if entry[0].split(': ')[1].split()[0] in arguments.example]
    work += examples
    if not work:
        raise NoAnswer('there is nothing to run')
    with tempfile.TemporaryDirectory() as folder:
        preload = build_object(tree, pathlib.Path(folder))
        rows = []
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            tasks = [pool.submit(compare, name, command, preload, tree, arguments.timeout)
                     for name, command in work]
            for task in tasks:
                row = task.result()
                rows.append(row)
                note = f' (unsteady without the layer: {row["unsteady"]})' if row['unsteady'] else ''
                print(f'{row["name"]}: idle {row["idle"] or "same"}; rules '
                      f'{row["rules"] or "same"}{note}', flush=True)
    idle = [row for row in rows if row['idle'] and not row['unsteady']]
    rules = [row for row in rows if row['rules'] and not row['unsteady']]
    unsteady = [row for row in rows if row['unsteady']]
    failing = [row for row in rows if row['verdict'] != 0]
    print(f'{len(rows)} run; {len(idle)} differ idle, {len(rules)} with rules; '
          f'{len(unsteady)} differ from themselves without the layer; '
          f'{len(failing)} fail without the layer')
    if arguments.rst:
        write_table(arguments.rst, rows)
    return 1 if idle else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except NoAnswer as problem:
        print(f'perturbation.py: {problem}', file=sys.stderr)
        sys.exit(2)
