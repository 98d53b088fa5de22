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
    """What a proxy has sent, and what made it: its answer, the client's, that of the server, its ACK
    to the server, and data of the server."""
    clock |= bits
    shift = (SERVER_TIME - clock) & 0xFFFFFFFF
    packets = [
        ("local", pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", cookie, 1001, 0, b"",
                          times(clock, CLIENT_TIME))),
        ("rx:eth0", pkt.tcp(CLIENT, SERVER, 1000, 80, "A", 1001, cookie + 1, 500, b"",
                            times(CLIENT_TIME, clock))),
        ("rx:eth1", pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", seq, 1001, 28960, b"",
                            times(SERVER_TIME, CLIENT_TIME))),
        ("local", pkt.tcp(CLIENT, SERVER, 1000, 80, "A", 1001, seq + 1, 500, b"",
                          times(CLIENT_TIME, (SERVER_TIME + shift) & 0xFFFFFFFF))),
        ("rx:eth1", pkt.tcp(SERVER, CLIENT, 80, 1000, "PA", cookie + 1, 1001, 500, b"data",
                            times(clock + 10, CLIENT_TIME)))]
    return of_packets(packets)


def of_packets(packets):
    return {"packets": [{"journeys": [{"origin": origin, "hooks": [{"begin": data.hex(), "end": None}]}],
                         "outputs": [{"hex": data.hex()}]} for origin, data in packets]}


def not_echoed(cookie, clock, time):
    """A client that echoes no time: the server's are counted from 0, wherever the clock is."""
    return of_packets([
        ("local", pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", cookie, 1001, 0, b"",
                          times(clock, CLIENT_TIME))),
        ("rx:eth0", pkt.tcp(CLIENT, SERVER, 1000, 80, "A", 1001, cookie + 1, 500)),
        ("rx:eth1", pkt.tcp(SERVER, CLIENT, 80, 1000, "PA", cookie + 1, 1001, 500, b"data",
                            times(time, 0)))])


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
        data = bytearray.fromhex(wrong["packets"][4]["outputs"][0]["hex"])
        data[20 + 7] ^= 1       # the last byte of the sequence number
        wrong["packets"][4]["outputs"][0]["hex"] = data.hex()
        self.assertNotEqual(masked(wrong), masked(result(0x12345678, 64)))

    def test_times_that_are_not_the_proxys_are_compared(self):
        for time in (0x81, 0xFFFFFFF7, 0x33C):
            one = masked(not_echoed(0x12345678, 0x5000017, time))
            self.assertEqual(masked(not_echoed(0x70000000, 0x97, time)), one)
            self.assertNotEqual(masked(not_echoed(0x70000000, 0x97, time + 1 & 0xFFFFFFFF)), one)

    def test_an_error_quotes_them(self):
        def quoted(cookie, code=13, spoilt=0):
            answer = pkt.tcp(SERVER, CLIENT, 80, 1000, "SA", cookie, 1001, 0)
            error = bytearray(pkt.icmp_error(SERVER, CLIENT, 3, code, answer))
            error[20 + 2] ^= spoilt
            return masked(of_packets([("local", answer), ("local", bytes(error))]))
        self.assertEqual(quoted(0x12345678), quoted(0xFFFF0000))
        self.assertNotEqual(quoted(0x12345678), quoted(0x12345678, 10))
        self.assertNotEqual(quoted(0x12345678), quoted(0x12345678, spoilt=1))

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
