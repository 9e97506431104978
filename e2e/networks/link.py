"""A line between two network namespaces, in user space: two TUN devices, and between them a program that keeps packets
waiting, loses them, lets them through one after the other at a rate, or cuts one way.

Works where the kernel has no netem; needs the right to make namespaces, and no tool but unshare(1).
"""

import collections
import ctypes
import fcntl
import os
import random
import socket
import struct
import subprocess
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
# linux/if_tun.h, linux/sockios.h
TUNSETIFF, IFF_TUN_NO_PI = 0x400454CA, 0x1001
SIOCSIFADDR, SIOCSIFNETMASK, SIOCSIFFLAGS, SIOCSIFMTU = 0x8916, 0x891C, 0x8914, 0x8922
IFF_UP_RUNNING = 0x41
NETMASK = "255.255.255.0"


class Namespace:
    """A network namespace that lives as long as this process."""

    def __init__(self):
        self.holder = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "sleep", "infinity"])
        own = os.readlink("/proc/self/ns/net")
        while True:
            assert self.holder.poll() is None, "no network namespace can be made"
            try:
                if os.readlink(self.path) != own:
                    break
            except OSError:
                pass
            time.sleep(0.01)

    @property
    def path(self):
        return f"/proc/{self.holder.pid}/ns/net"

    @property
    def prefix(self):
        return ["nsenter", f"--net={self.path}"]

    def inside(self, body):
        """Runs a function in the namespace, on a thread of its own, which is all that changes place."""
        result = []

        def enter():
            file = os.open(self.path, os.O_RDONLY)
            try:
                if libc.setns(file, CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
                result.append(body())
            finally:
                os.close(file)
        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        assert result, "it failed in the namespace"
        return result[0]

    def open(self, address):
        """A TUN device `far` with an address; the file its packets come and go through."""
        def make():
            file = os.open("/dev/net/tun", os.O_RDWR)
            fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH22x", b"far", IFF_TUN_NO_PI))
            control("lo", SIOCSIFFLAGS, struct.pack("H", IFF_UP_RUNNING))
            control("far", SIOCSIFMTU, struct.pack("i", 1400))
            configure(address)
            return file
        return self.inside(make)

    def readdress(self, address):
        """Takes the device's address away and gives it another, as a provider would."""
        self.inside(lambda: configure(address) or True)

    def end(self):
        self.holder.kill()
        self.holder.wait()


def control(name, request, value):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        fcntl.ioctl(door, request, struct.pack("16s", name.encode()) + value.ljust(24, b"\0"))


def configure(address):
    def family(text):
        return struct.pack("HH4s", socket.AF_INET, 0, socket.inet_aton(text))
    control("far", SIOCSIFADDR, family(address))
    control("far", SIOCSIFNETMASK, family(NETMASK))
    control("far", SIOCSIFFLAGS, struct.pack("H", IFF_UP_RUNNING))


class Line:
    """What a packet meets on its way, one way."""
    # What a router keeps for a slow line before it throws away what comes: bytes.
    QUEUE_MAX = 64 * 1_024

    def __init__(self, source, target, seed):
        self.source, self.target = source, target
        self.delay, self.loss, self.rate, self.is_cut = 0.0, 0.0, None, False
        self.packets = self.lost = 0
        self.random = random.Random(seed)
        self.waiting, self.change = collections.deque(), threading.Condition()
        self.free = 0.0
        for work in (self.take, self.give):
            threading.Thread(target=work, daemon=True).start()

    def take(self):
        while True:
            packet = os.read(self.source, 65_536)
            now = time.monotonic()
            with self.change:
                self.packets += 1
                backlog = max(0.0, self.free - now) * self.rate / 8 if self.rate else 0
                if self.is_cut or self.random.random() < self.loss or backlog > self.QUEUE_MAX:
                    self.lost += 1
                    continue
                self.free = max(now, self.free) + (len(packet) * 8 / self.rate if self.rate else 0)
                self.waiting.append((self.free + self.delay, packet))
                self.change.notify()

    def give(self):
        while True:
            with self.change:
                while not self.waiting:
                    self.change.wait()
                due, packet = self.waiting.popleft()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                os.write(self.target, packet)
            except OSError:
                # The device is down while its address changes.
                self.lost += 1


class Link:
    def __init__(self, first, second, addresses):
        ends = [space.open(address) for space, address in zip((first, second), addresses)]
        self.lines = [Line(ends[0], ends[1], 1), Line(ends[1], ends[0], 2)]

    def set(self, round_trip=0.0, loss=0.0, rate=None):
        for line in self.lines:
            with line.change:
                line.delay, line.loss, line.rate, line.is_cut = round_trip / 2, loss, rate, False
                line.packets = line.lost = 0

    def cut(self, way, is_cut=True):
        with self.lines[way].change:
            self.lines[way].is_cut = is_cut

    @property
    def counts(self):
        return f"{sum(line.packets for line in self.lines)} packets, {sum(line.lost for line in self.lines)} lost"
