#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of drawn_cookies.py: another first number and another clock of a SYN proxy are equal, anything
else is not."""
import copy
import os
import struct
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle"))

import drawn_cookies    # noqa: E402
import pkt              # noqa: E402

CLIENT, SERVER = "10.0.0.5", "192.0.2.9"
CLIENT_TIME, SERVER_TIME = 0x20000000, 0x30000000


def times(value, heard):
    return b"\1\1" + struct.pack("!BBII", 8, 10, value, heard)


def result(cookie, clock, seq=700000, bits=0x17):
    """What a proxy has sent: its answer, its ACK to the server, and data of the server."""
    clock |= bits
    shift = (SERVER_TIME - clock) & 0xFFFFFFFF
    packets = [
        ("local", pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", cookie, 1001, 0, b"",
                          times(clock, CLIENT_TIME))),
        ("rx:eth1", pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", seq, 1001, 28960, b"",
                            times(SERVER_TIME, CLIENT_TIME))),
        ("local", pkt.tcp(CLIENT, SERVER, 1000, 80, "A", 1001, seq + 1, 500, b"",
                          times(CLIENT_TIME, (SERVER_TIME + shift) & 0xFFFFFFFF))),
        ("rx:eth1", pkt.tcp(SERVER, CLIENT, 80, 1000, "PA", cookie + 1, 1001, 500, b"data",
                            times(clock + 10, CLIENT_TIME)))]
    return {"packets": [{"journeys": [{"origin": origin, "hooks": [{"begin": data.hex(), "end": None}]}],
                         "outputs": [{"hex": data.hex()}]} for origin, data in packets]}


def masked(value):
    return drawn_cookies.masked(value, drawn_cookies.find(value))


class Cookies(unittest.TestCase):
    def test_another_number_and_clock_are_equal(self):
        one = masked(result(0x12345678, 0x5000000))
        for cookie, clock in ((0xFFFF0000 - 2, 0x5000000), (0x70000000, 0), (0x80000000, 0xFFFFFFC0)):
            self.assertEqual(masked(result(cookie, clock)), one)

    def test_hidden_options_are_compared(self):
        self.assertNotEqual(masked(result(1, 64, bits=0x17)), masked(result(1, 64, bits=0x07)))

    def test_other_numbers_are_compared(self):
        self.assertNotEqual(masked(result(1, 64)), masked(result(1, 64, seq=700001)))
        wrong = copy.deepcopy(result(0x12345678, 64))
        data = bytearray.fromhex(wrong["packets"][3]["outputs"][0]["hex"])
        data[20 + 7] ^= 1       # the last byte of the sequence number
        wrong["packets"][3]["outputs"][0]["hex"] = data.hex()
        self.assertNotEqual(masked(wrong), masked(result(0x12345678, 64)))

    def test_a_wrong_checksum_stays_wrong(self):
        wrong = copy.deepcopy(result(0x12345678, 64))
        data = bytearray.fromhex(wrong["packets"][3]["outputs"][0]["hex"])
        data[20 + 16] ^= 1
        wrong["packets"][3]["outputs"][0]["hex"] = data.hex()
        self.assertNotEqual(masked(wrong), masked(result(0x12345678, 64)))

    def test_others_are_left_alone(self):
        other = {"packets": [{"journeys": [{"origin": "local", "hooks": [
            {"begin": pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", 5, 1001, 28960).hex()}]}]}]}
        self.assertEqual(drawn_cookies.find(other), {})


if __name__ == "__main__":
    unittest.main()
