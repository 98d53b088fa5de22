# SPDX-License-Identifier: GPL-2.0-only
"""What two runs of the same program show, compared.

A run is a dictionary: 'verdict' (exit status, or a text if there is none), 'output' and 'errors'
(texts), 'files' (name -> digest of the contents) and 'counts' (a line for each simulation). What else
is in it is not compared."""
import re

# test-runner's own note of the time that a test took, at the end of a line.
TOOK = re.compile(r'^(\s*(?:PASS|FAIL|CRASH|ERROR) .*?) \d+(?:\.\d+)?(?:e-?\d+)? s$', re.MULTILINE)
FIELDS = ('verdict', 'output', 'errors', 'files', 'counts')


# Where an object lies, as logs print it: on the rising heap, or malloc's.
ADDRESS = re.compile(rb'0x(?:10|5[56]|7[ef])[0-9a-f]{10}\b')


def without_addresses(data):
    """The bytes of a text, without where objects lie in memory."""
    return ADDRESS.sub(b'0x', data)


# A line about an object or class of the module, as ConfigStore writes it.
OWN_LINE = re.compile(rb'^[^\n]*\bns3::(?:Netfilter|Nf[A-Z])[^\n]*\n', re.MULTILINE)


def without_own_lines(data):
    """The bytes of a file that lists objects, without the layer's: that it is there is no secret."""
    return OWN_LINE.sub(b'', data)


def without_clock(text):
    """What test-runner says, without how long it took."""
    return TOOK.sub(r'\1', text)


def changed_lines(before, after):
    """Numbers of the lines that differ, or None if there are more or fewer lines."""
    ours, theirs = before.splitlines(), after.splitlines()
    if len(ours) != len(theirs):
        return None
    return [number for number, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]]


def mask(text, numbers):
    """The text without the lines of these numbers."""
    return '\n'.join(line for number, line in enumerate(text.splitlines()) if number not in numbers)


def steady_part(first, second):
    """Which fields say the same each time, from two runs of the same program in the same way.

    Returns (fields to ignore, lines to ignore of a field, files to ignore). Programs print the time of
    the clock, for instance."""
    fields, lines, files = set(), {}, set()
    for field in FIELDS:
        if first[field] == second[field]:
            continue
        if field in ('output', 'errors'):
            numbers = changed_lines(first[field], second[field])
            if numbers is None:
                fields.add(field)
            else:
                lines[field] = set(numbers)
        elif field == 'files' and set(first[field]) == set(second[field]):
            files |= {name for name in first[field] if first[field][name] != second[field][name]}
        else:
            fields.add(field)
    return fields, lines, files


EVERYTHING = (set(), {}, set())


def describe_unsteady(unsteady):
    fields, lines, files = unsteady
    said = sorted(fields) + [f'{len(numbers)} lines of {field}'
                             for field, numbers in sorted(lines.items())] + sorted(files)
    return ', '.join(said)


def describe_counts(before, after):
    """The first simulation of the program whose figures differ, with the figures that do."""
    if len(before) != len(after):
        return f'{len(before)} simulations, then {len(after)}'
    wrong = [number for number, pair in enumerate(zip(before, after)) if pair[0] != pair[1]]
    number = wrong[0]
    words, others = before[number].split(), after[number].split()
    said = [f'{words[i]} {words[i + 1]}, then {others[i + 1]}'
            for i in range(0, len(words) - 1, 2) if words[i + 1] != others[i + 1]]
    return f'counts of {len(wrong)} of {len(before)} simulations (in {number + 1}: {"; ".join(said)})'


def describe_files(before, after):
    names = sorted(name for name in set(before) | set(after) if before.get(name) != after.get(name))
    return f'{len(names)} of {len(set(before) | set(after))} files ({", ".join(names[:3])}' \
        f'{", ..." if len(names) > 3 else ""})'


def are_only_counts(found):
    """Whether differences are of what a simulation uses up, and of nothing that it tells."""
    return all(text.startswith('counts ') for text in found)


def differences(before, after, unsteady=EVERYTHING):
    """What differs, as texts; nothing if the runs show the same."""
    fields, lines, files = unsteady
    found = []
    for field in FIELDS:
        one, other = before.get(field), after.get(field)
        if field in fields:
            continue
        if field in lines:
            one, other = (mask(text or '', lines[field]) for text in (one, other))
        if field == 'files':
            one, other = ({name: digest for name, digest in (held or {}).items()
                           if name not in files} for held in (one, other))
        if one == other:
            continue
        if field == 'verdict':
            found.append(f'verdict {one}, then {other}')
        elif field == 'files':
            found.append(describe_files(one, other))
        elif field == 'counts':
            found.append(describe_counts(one or [], other or []))
        else:
            numbers = changed_lines(one or '', other or '')
            found.append(f'{len(numbers)} lines of {field}' if numbers else f'{field}')
    return found
