# SPDX-License-Identifier: GPL-2.0-only
"""Runs a program of ns-3 and tells all that it shows."""
import hashlib
import os
import pathlib
import signal
import subprocess
import tempfile

import compare

HERE = pathlib.Path(__file__).resolve().parent
MEMORY = 6 << 30
# 'linked' has the library, and the layer on no node.
MODES = ('without', 'linked', 'idle', 'rules')


def limit_memory():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def digests(folder):
    """Names and contents of the files that a program left. Links to the source tree are not its own."""
    found = {}
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = pathlib.Path(parent) / name
            if not path.is_symlink():
                data = path.read_bytes()
                if path.suffix != '.pcap':
                    data = compare.without_own_lines(compare.without_addresses(data))
                found[str(path.relative_to(folder))] = hashlib.sha256(data).hexdigest()
    return found


def lines_of(path):
    return path.read_text().splitlines() if path.exists() else []


def environment_of(mode, preload, rising, folder):
    environment = dict(os.environ, NF_PERTURBATION_COUNTS=str(folder / 'counts'),
                       NF_PERTURBATION_NODES=str(folder / 'nodes'))
    for name in ('NS_LOG', 'NF_PERTURBATION_RULES', 'NF_PERTURBATION_RULES6', 'NS_GLOBAL_VALUE'):
        environment.pop(name, None)
    environment['NF_PERTURBATION_LAYER'] = 'no' if mode == 'linked' else 'yes'
    if mode == 'rules':
        environment['NF_PERTURBATION_RULES'] = str(HERE / 'accept-all.rules')
        environment['NF_PERTURBATION_RULES6'] = str(HERE / 'accept-all.rules6')
    objects = [preload / ('libcounting.so' if mode == 'without' else 'liblayer.so')]
    if rising:
        objects.insert(0, preload / 'librising-heap.so')
    environment['LD_PRELOAD'] = ':'.join(str(path) for path in objects)
    return environment


def run(command, mode, tree, timeout, rising=True, keep=None):
    """Runs the command (@WORK@ in it is a folder to write to) with or without the layer."""
    with tempfile.TemporaryDirectory(prefix='perturbation-') as folder:
        folder = pathlib.Path(folder)
        work = keep or folder / 'work'
        work.mkdir(parents=True, exist_ok=True)
        for name in ('src', 'examples'):
            (work / name).symlink_to(tree / name)
        environment = environment_of(mode, tree / 'build' / 'perturbation', rising, folder)
        command = [part.replace('@WORK@', str(work)) for part in command]
        process = subprocess.Popen(command, cwd=work, env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, preexec_fn=limit_memory,
                                   start_new_session=True)
        try:
            output, errors = process.communicate(timeout=timeout)
            verdict = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
            return {'verdict': f'not done after {timeout} s', 'output': '', 'errors': '',
                    'files': {}, 'counts': [], 'nodes': 0}
        told = {'verdict': verdict, 'files': digests(work), 'counts': lines_of(folder / 'counts'),
                'nodes': len(lines_of(folder / 'nodes'))}
        for name, data in (('output', output), ('errors', errors)):
            text = compare.without_addresses(data).decode(errors='replace')
            told[name] = compare.without_clock(text.replace(str(work), '@WORK@'))
            if keep:
                (keep.parent / f'{keep.name}.{name}').write_text(told[name])
        if keep:
            (keep.parent / f'{keep.name}.counts').write_text('\n'.join(told['counts']) + '\n')
        return told
