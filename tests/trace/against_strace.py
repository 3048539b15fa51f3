#!/usr/bin/env python3
"""Compares what shmscope trace recorded of a program with what strace -f shows of it.

    against_strace.py [--shared] SHMSCOPE WORK_DIR [--stdin FILE] -- PROGRAM ARGS...

Both run the program once, each in a private IPC namespace with an empty /dev/shm (--shared: among the system's own,
one after the other). They must agree about every segment, object and memfd: its key or name, size, mode, owner, and how
often it was attached by shmat(2); and about whether it was there at the end. Exit status 77: strace cannot run here.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys

CALLS = "shmget,shmat,shmctl,openat,open,memfd_create,unlink,unlinkat,link,linkat,rename,ftruncate"


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--stdin", default="/dev/null")
    parser.add_argument("--at-least", type=int, default=0, help="segments and objects there must be")
    parser.add_argument("--uid", type=int, default=os.geteuid(), help="run everything as this user")
    parser.add_argument("shmscope")
    parser.add_argument("work")
    ours, program = sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]
    return parser.parse_args(ours), program


def run(command, given):
    if given.uid != os.geteuid():
        command = ["setpriv", f"--reuid={given.uid}", f"--regid={given.uid}", "--clear-groups", *command]
    with open(given.stdin, "rb") as source:
        return subprocess.run(command, stdin=source, capture_output=True, timeout=120, env=dict(os.environ, TZ="UTC"))


def traced_by_us(given, program):
    shared = ["--shared-namespace"] if given.shared else []
    done = run([given.shmscope, "trace", "--json", *shared, "--", *program], given)
    if done.returncode != 0:
        sys.exit(f"shmscope trace: exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


def strace_lines(given, program):
    log = os.path.join(given.work, os.path.basename(program[0]) + ".strace")
    command = ["strace", "-f", "-qq", "-o", log, "-e", "trace=" + CALLS, *program]
    if not given.shared:
        inside = 'mount -t tmpfs -o mode=1777 tmpfs /dev/shm && exec "$@"'
        user = [] if given.uid == 0 else ["-U", "--map-current-user", "--keep-caps"]
        command = ["unshare", *user, "-i", "-m", "sh", "-c", inside, "sh", *command]
    if run([*command[:-len(program)], "true"], given).returncode != 0:
        print("not compared: strace cannot run here in namespaces of its own")
        sys.exit(77)
    run(command, given)
    with open(log, errors="replace") as text:
        return list(joined(text))


def joined(lines):
    """Puts "<unfinished ...>" and "<... resumed>" together."""
    begun = {}
    for line in lines:
        pid, _, rest = line.rstrip("\n").partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest[:-len("<unfinished ...>")].rstrip()
            continue
        resumed = re.match(r"<\.\.\. (\w+) resumed>(.*)", rest)
        if resumed and pid in begun:
            rest = begun.pop(pid) + resumed.group(2).lstrip()
        yield rest


def mode_of(flags):
    return sum(int(bits, 8) for bits in re.findall(r"\b0[0-7]+\b", flags)) & 0o777


class Expected:
    """Segments and objects as a log of strace tells them."""

    def __init__(self, uid):
        self.uid = uid
        self.alive = {}  # id or name -> its facts
        self.gone = []

    def take(self, line):
        call = re.match(r"(\w+)\((.*)\)\s+= (-?\w+)", line)
        if not call or call.group(3).startswith("-"):
            return
        name, arguments, result = call.groups()
        handler = getattr(self, "take_" + name, None)
        if handler:
            handler(arguments, result)

    def take_shmget(self, arguments, result):
        key, size, flags = arguments.split(", ", 2)
        number = int(result)
        if number in self.alive:
            return
        key = 0 if key == "IPC_PRIVATE" else int(key, 16)
        key -= (1 << 32) if key >= 1 << 31 else 0
        self.alive[number] = {"what": "segment", "key": key, "bytes": int(size), "mode": mode_of(flags),
                              "uid": self.uid, "attaches": 0}

    def take_shmat(self, arguments, result):
        segment = self.alive.get(int(arguments.split(",")[0]))
        if segment:
            segment["attaches"] += 1

    def take_shmctl(self, arguments, result):
        changed = re.match(r"(\d+), IPC_SET, {shm_perm={uid=(\d+), gid=\d+, mode=(\d+)", arguments)
        if changed and int(changed.group(1)) in self.alive:
            segment = self.alive[int(changed.group(1))]
            segment["uid"], segment["mode"] = int(changed.group(2)), int(changed.group(3), 8) & 0o777

    def take_openat(self, arguments, result):
        path = re.search(r'"(/dev/shm/[^"]*)", ([A-Z_|]*)', arguments)
        if path and "O_CREAT" in path.group(2):
            self.alive.setdefault(path.group(1), {"what": "object", "name": path.group(1), "uid": self.uid})

    take_open = take_openat

    def take_unlink(self, arguments, result):
        path = re.search(r'"([^"]*)"', arguments).group(1)
        if path in self.alive:
            self.gone.append(self.alive.pop(path))

    take_unlinkat = take_unlink

    def take_link(self, arguments, result):
        old, new = re.findall(r'"([^"]*)"', arguments)
        if old in self.alive:
            self.alive[new] = dict(self.alive.pop(old), name=new)

    take_linkat = take_rename = take_link

    def take_memfd_create(self, arguments, result):
        self.alive[f"memfd {len(self.alive)}"] = {"what": "memfd", "name": "/memfd:" + arguments.split('"')[1],
                                                   "uid": self.uid}


def counted(facts):
    return collections.Counter(json.dumps(one, sort_keys=True) for one in facts)


def expected_of(lines, uid):
    expected = Expected(uid)
    for line in lines:
        expected.take(line)
    return list(expected.alive.values()) + expected.gone


def recorded_of(report):
    facts = []
    for memory in report["memories"]:
        if memory["created"] is None or memory["kind"] in ("file", "anonymous"):
            continue
        if memory["kind"] == "segment":
            attaches = sum(1 for step in report["steps"] if step["text"].startswith(f"shmat({memory['shmid']},")
                           and " = 0x" in step["text"])
            facts.append({"what": "segment", "key": memory["key"], "bytes": memory["bytes"], "mode": memory["mode"],
                          "uid": memory["uid"], "attaches": attaches})
        else:
            facts.append({"what": memory["kind"], "name": memory["name"], "uid": memory["uid"]})
    return facts


def without_temporary(facts):
    """sem_open makes an object under a random name first; one that was there already leaves it so."""
    return [one for one in facts if not re.search(r"/sem\.\w{6}$", one.get("name", ""))]


def main():
    given, program = options()
    report = traced_by_us(given, program)
    recorded = recorded_of(report)
    expected = expected_of(strace_lines(given, program), given.uid)
    ours, theirs = counted(without_temporary(recorded)), counted(without_temporary(expected))
    missing, more = theirs - ours, ours - theirs
    print(f"{sum(theirs.values())} segments and objects, {len(report['steps'])} steps, {len(report['processes'])} processes")
    for one in missing:
        print("strace shows, the recording lacks:", one)
    for one in more:
        print("the recording has, strace does not show:", one)
    too_few = sum(theirs.values()) < given.at_least
    if too_few:
        print(f"there are fewer than {given.at_least}")
    sys.exit(1 if missing or more or too_few else 0)


main()
