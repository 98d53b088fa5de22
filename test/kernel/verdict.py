# SPDX-License-Identifier: GPL-2.0-only
"""Whether nfsim agrees with the kernel about one scenario.

The kernel lives in real time, and on a loaded machine there may be seconds between two packets. So
ours plays each packet when the kernel has played it. What takes longer than that to be noticed may
still differ by chance; ours never does. So where they differ the kernel is asked again, and a
scenario differs only if ours differs from each of the kernel's answers.
"""
import itertools

import compare

ASK_AT_MOST = 3
NO_DIFFERENCE = "equal"
# Scenarios in which ns-3 itself answers, and differently: where the first
# difference must be, and why (doc/fidelity.rst). Up to there they must agree.
KNOWN = {
    "30_local_tcp": ("packet 2 journeys[1] hooks[0] begin:",
                     "ns-3's TCP makes its own SYN+ACK: sequence number, options, window, DF"),
}


class Verdict:
    """agrees; asked: how often the kernel was; text: one line for people."""

    def __init__(self, name, agrees, asked, text):
        again = "" if asked == 1 else " (the kernel was asked %d times)" % asked
        self.name, self.agrees, self.asked = name, agrees, asked
        self.text = "%s: %s%s" % (name, text, again)
        self.remarkable = not agrees or asked > 1 or text != NO_DIFFERENCE


def judge_once(name, kernel, ours):
    """Whether they agree, and a line that says how."""
    difference = compare.first_difference(kernel, ours)
    place, reason = KNOWN.get(name, (None, None))
    if not place:
        return not difference, difference or NO_DIFFERENCE
    if not difference:
        return False, "agrees, though it is known to differ"
    if difference.startswith(place):
        return True, "agrees up to %s %s" % (place, reason)
    return False, difference


def in_time(scenario, kernel):
    """The scenario, at the date and each packet at the time at which the kernel has played it."""
    times = [p.get("time") for p in kernel.get("packets", [])]
    packets = [dict(p, at=max(t, p.get("at", 0))) if t is not None else p
               for p, t in itertools.zip_longest(scenario["packets"], times)]
    date = {"date": kernel["date"]} if "date" in kernel else {}
    return dict(scenario, packets=packets, **date)


def judge(name, scenario, answers, play):
    """The verdict. answers: the kernel's, an iterator that asks it each time, never empty; play:
    gives our result of a scenario."""
    texts = []
    for kernel in itertools.islice(answers, ASK_AT_MOST):
        agrees, text = judge_once(name, kernel, play(in_time(scenario, kernel)))
        texts.append(text)
        if agrees:
            return Verdict(name, True, len(texts), text)
    return Verdict(name, False, len(texts), texts[0])
