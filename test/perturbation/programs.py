# SPDX-License-Identifier: GPL-2.0-only
"""The suites and examples of an ns-3 source tree: builds them, and lists what is to run."""
import pathlib
import re
import runpy
import shlex
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
# Examples that are not for comparison, with the reason.
LEFT_OUT = {
    'realtime-udp-echo': 'waits for the clock',
}


class NoAnswer(Exception):
    """It could not be found out."""


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **options)
    if done.returncode:
        raise NoAnswer(f'{" ".join(str(part) for part in command)}:\n{done.stdout[-4000:]}')
    return done.stdout


def build(tree, netfilter, jobs):
    """Builds test-runner, examples and what is preloaded, unless all is up to date."""
    if not (tree / 'VERSION').exists() or not (tree / 'src' / 'core').is_dir():
        raise NoAnswer(f'{tree}: not a source tree of ns-3')
    if not (netfilter / 'libns3-netfilter.so').exists():
        raise NoAnswer(f'{netfilter}: no libns3-netfilter.so; build the module first, or say --build')
    folder = tree / 'build' / 'perturbation'
    run('cmake', '-S', HERE / 'programs', '-B', folder, '-G', 'Ninja', f'-DNS3_TREE={tree}',
        f'-DNETFILTER_BUILD={netfilter}')
    run('cmake', '--build', folder, '-j', jobs)


def runner_of(tree):
    found = sorted((tree / 'build' / 'utils').glob('ns3*-test-runner'))
    if not found:
        raise NoAnswer(f'{tree}: no test-runner in build/utils')
    return found[0]


def suites(tree):
    """(name, command) of every suite that was built."""
    runner = runner_of(tree)
    names = run(runner, '--print-test-name-list').split()
    return [(name, [str(runner), f'--suite={name}', '--verbose', '--tempdir=@WORK@'])
            for name in sorted(set(names))]


def built_examples(tree):
    """Name of each example that was built -> its program."""
    folders = [tree / 'build' / 'examples', *(tree / 'build' / 'src').glob('*/examples')]
    found = {}
    for folder in folders:
        for path in folder.rglob('ns3*-*'):
            if path.is_file() and path.stat().st_mode & 0o111:
                found[re.sub(r'^ns3[^-]*-', '', path.name)] = path
    return found


def listed_examples(tree):
    """The command lines of ns-3's own lists, and whether it runs them."""
    for listing in sorted([*tree.glob('examples/*/examples-to-run.py'),
                           *tree.glob('src/*/test/examples-to-run.py')]):
        for line, wanted, *_ in runpy.run_path(str(listing)).get('cpp_examples', []):
            yield line, wanted == 'True'


def examples(tree):
    """(name, command) of every example: as ns-3's lists say, without arguments if in no list.

    What ns-3's lists exclude runs too long, or needs privileges."""
    programs = built_examples(tree)
    found, known = [], set(LEFT_OUT)
    for line, wanted in listed_examples(tree):
        name, *arguments = shlex.split(line)
        known.add(name)
        if wanted and name in programs and name not in LEFT_OUT:
            found.append((line, [str(programs[name])] + arguments))
    found += [(name, [str(path)]) for name, path in programs.items() if name not in known]
    return sorted(found)
