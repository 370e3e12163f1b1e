"""Attacks on what lies outside of a submission: a table, each row with the layer that holds it."""

from __future__ import annotations

from tests.attacks.stage import Attack

OTHERS = "[p for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()]"
SEARCH = """
import os, re
for number in os.listdir('/proc'):
    if not number.isdigit() or int(number) == os.getpid(): continue
    try:
        with open(f'/proc/{number}/maps') as maps, open(f'/proc/{number}/mem', 'rb') as memory:
            for line in maps:
                place, access, *_ = line.split()
                start, end = (int(x, 16) for x in place.split('-'))
                if 'w' not in access or end - start > 2**28: continue
                try: memory.seek(start); data = memory.read(end - start)
                except (OSError, ValueError, OverflowError): continue
                if found := re.search(rb'marker-[0-9a-f]{64}', data): loot = found.group().decode()
    except OSError: pass
"""
SHARED_MEMORY = """
import ctypes
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
at = lambda n: ctypes.c_void_p(libc.shmat(n, None, 0))
"""

# ------------------------------------------------------------------------------------------ files of others
FILES = (
    Attack("reading a file of the user's", "root", "loot = open(SECRET_FILE).read()"),
    Attack(
        "reading it through a link", "root",
        "import os\nos.symlink(SECRET_FILE, 'link')\nloot = open('link').read()",
    ),
    Attack(
        "reading it by a shell", "root",
        "import subprocess\nloot = subprocess.run(['cat', SECRET_FILE], capture_output=True).stdout.decode() or loot",
    ),
    Attack(
        "reading it by a magic", "root",
        "found = !cat SECRET_FILE\nloot = [x for x in found if 'marker' in x] or loot",
    ),
    Attack("running it", "root", "%run SECRET_FILE\nloot = 'ran'"),
    Attack(
        "reading the solutions", "root",
        "from glob import glob\nloot = glob(ROOT + '/solutions/*/*') or loot",
    ),
    Attack("reading the exercises and their checks", "root", "import os\nloot = os.listdir(ROOT + '/exercises')"),
    Attack("reading the list of users", "root", "loot = open('/etc/passwd').read()"),
    Attack(
        "files in the home folder", "root",
        "import os\nloot = [x for x in os.listdir(USERHOME) if os.path.isfile(os.path.join(USERHOME, x))] or loot",
    ),
    Attack(
        "finding a service to talk to", "root",
        "import os\nloot = [p for p in ('/run/docker.sock', '/run/dbus/system_bus_socket', '/run/systemd/private')"
        " if os.path.exists(p)] or loot",
    ),
    Attack("writing into a file of the user's", "root", "open(CANARY, 'w').write('x')\nloot = 'written'"),
    Attack("writing it by a magic", "root", "%%writefile CANARY\nx"),
    Attack("deleting it", "root", "import os\nos.unlink(CANARY)\nloot = 'gone'"),
    Attack(
        "leaving a file among the libraries", "root",
        "import sys, numpy\nopen(numpy.__path__[0] + '/evil.py', 'w')\nloot = 'written'",
    ),
    Attack(
        "writing anywhere but at home", "root",
        """
        import os
        home = os.path.dirname(os.getcwd())
        for top in ('/', '/usr', '/dev', '/etc', '/var', '/run', *__import__('sys').path):
            if top and not top.startswith(home) and os.access(top, os.W_OK): loot = top
        """,
    ),
    Attack(
        "opening devices", "root",
        """
        for name in ('mem', 'kmsg', 'kvm', 'fuse', 'tty', 'ptmx', 'sda', 'vda', 'loop-control', 'net/tun'):
            try: open('/dev/' + name); loot = name
            except OSError: pass
        """,
    ),
    Attack(
        "the kernel's settings", "proc",
        """
        for name in ('/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/sys/kernel/uevent_helper'):
            try: open(name, 'w'); loot = name
            except OSError: pass
        """,
    ),
    Attack(
        "files that were left open", "take-over",
        """
        import os
        for number in range(5, 300):
            try: os.fstat(number); loot = number
            except OSError: pass
        """,
    ),
    Attack(
        "a link to a program that it cannot write", "files",
        "import os, shutil\nos.link(os.path.realpath(shutil.which('sh')), 'sh')\nloot = 'linked'",
    ),
)  # fmt: skip

# ---------------------------------------------------------------------------------------- other processes
PROCESSES = (
    Attack("seeing other processes", "proc", f"import os\nloot = {OTHERS} or loot"),
    Attack("reading the memory of another submission", "proc, user", SEARCH),
    Attack("killing all", "pid", "import os\nos.kill(-1, 9)"),
    Attack("killing its group, and the zygote with it", "session", "import os\nos.kill(0, 9)"),
    Attack(
        "killing every number", "pid",
        """
        import os
        for number in range(2, 3000):
            try: os.kill(number, 9); loot = number
            except OSError: pass
        """,
    ),
    Attack("stopping the grader", "pid", "import os\nos.kill(GRADER, 19)\nloot = 'stopped'"),
    Attack("reaching its parent", "pid", "import os\nloot = os.getppid() or loot"),
    Attack(
        "outliving its submission", "pid",
        """
        import os, time
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                if os.fork(): os._exit(0)
                time.sleep(1000)
        """,
    ),
    Attack(
        "outliving the zygote", "calls",
        "import ctypes\nif ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) == 0: loot = 'death signal off'",
    ),
    Attack(
        "being spared when memory runs out", "oom",
        "if open('/proc/self/oom_score_adj').read() != '1000\\n': loot = 'spared'",
    ),
    Attack(
        "using up the processes that others need", "user",
        """
        import os, time
        try:
            while True:
                if os.fork() == 0: time.sleep(1000)
        except OSError: pass
        """,
        accomplice="""
        import os
        try:
            if os.fork() == 0: os._exit(0)
        except OSError as error: loot = type(error).__name__
        """,
    ),
    Attack(
        "opening files by the thousand", "limits",
        """
        files = []
        try:
            while len(files) < 2000: files.append(open('/dev/null'))
            loot = len(files)
        except OSError: pass
        """,
    ),
    Attack(
        "raising its own limits", "limits",
        """
        import resource as r
        for which in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_NPROC):
            try: r.setrlimit(which, (r.RLIM_INFINITY,) * 2); loot = which
            except (ValueError, OSError): pass
        """,
    ),
    Attack(
        "becoming root by a program of root's", "privileges",
        """
        import subprocess
        for command in (['su', '-c', 'id -u'], ['sudo', '-n', 'id', '-u'], ['newgrp', 'root']):
            try: done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            except OSError: continue
            if done.stdout.strip() == '0': loot = command
        """,
    ),
    Attack(
        "having capabilities", "privileges",
        """
        for line in open('/proc/self/status'):
            if line.startswith(('CapPrm', 'CapEff', 'CapInh', 'CapAmb')) and int(line.split()[1], 16): loot = line
            if line.startswith('NoNewPrivs') and line.split()[1] != '1': loot = line
        """,
    ),
    Attack(
        "uncovering the file system of the zygote", "user, privileges, calls",
        f"import ctypes, os\nif ctypes.CDLL(None).umount2(b'/proc', 2) == 0: loot = {OTHERS}",
    ),
)  # fmt: skip

# ------------------------------------------------------------------------------ the next submission, the network
MEETING = """
import os
for folder in ('/dev/shm', os.path.dirname(os.getcwd())):
    try: open(folder + '/left', 'w')
    except OSError: pass
"""
LISTEN = "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0meeting')\ns.listen()"
NEIGHBOURS = (
    Attack(
        "leaving a file for an accomplice", "files", MEETING,
        accomplice="import os\nif os.path.exists(os.path.dirname(os.getcwd()) + '/left'): loot = 'left'",
    ),
    Attack(
        "leaving shared memory for an accomplice", "files", MEETING,
        accomplice="import os\nif os.path.exists('/dev/shm/left'): loot = 'left'",
    ),
    Attack(
        "looking at the files of one that comes later", "mounts",
        "def look():\n    import os\n    return [x for x in os.listdir('/dev/shm') if x == 'later'] or 'nothing'",
        accomplice="open('/dev/shm/later', 'w')",
    ),
    Attack(
        "code that the next shell would run at its start", "files",
        """
        import os
        folder = os.path.expanduser('~/.ipython/profile_default/startup')
        os.makedirs(folder); open(folder + '/a.py', 'w').write("loot = 'ran'")
        """,
        accomplice="%time x = 1",
    ),
    Attack(
        "a socket that has no file", "network", LISTEN,
        accomplice="import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0meeting')\nloot = 'met'",
    ),
    Attack(
        "shared memory of the old kind", "ipc, calls",
        f"{SHARED_MEMORY}\nn = libc.shmget(4711, 4096, 0o1666)\nif n >= 0: ctypes.memmove(at(n), b'met', 4)",
        accomplice=f"{SHARED_MEMORY}\nn = libc.shmget(4711, 4096, 0o666)\n"
        "if n >= 0: loot = ctypes.string_at(at(n)).decode()",
    ),
    Attack(
        "the network", "calls",
        """
        import socket
        for kind in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK):
            try: socket.socket(kind, socket.SOCK_RAW if kind == socket.AF_NETLINK else socket.SOCK_STREAM); loot = kind
            except OSError: pass
        """,
    ),
    Attack(
        "a name on the internet", "network",
        "import urllib.request\nurllib.request.urlopen('http://example.org', timeout=1)\nloot = 'reached'",
    ),
    Attack(
        "poisoning a library for the next", "fork",
        "import numpy as np\nnp.pi = 3\nnp.mean = None",
        accomplice="import numpy as np\nif np.pi == 3 or np.mean is None: loot = 'poisoned'",
    ),
    Attack(
        "poisoning Python for the next", "fork",
        """
        import builtins, os, sys
        builtins.poison = 1; os.environ['LD_PRELOAD'] = '/tmp/evil.so'; sys.path.insert(0, '/tmp')
        sys.modules['json'] = None; sys.settrace(lambda *_: None); sys.meta_path.clear()
        """,
        accomplice="""
        import builtins, os
        if hasattr(builtins, 'poison') or 'LD_PRELOAD' in os.environ: loot = 'poisoned'
        import json
        """,
    ),
    Attack(
        "poisoning the shell for the next", "fork",
        """
        ip = get_ipython()
        ip.ast_transformers.append(None); ip.input_transformers_post.append(lambda lines: ["loot = 'poisoned'"])
        ip.register_magic_function(lambda line: 'poisoned', magic_name='pwd')
        """,
        accomplice="found = %pwd\nif found == 'poisoned': loot = found",
    ),
    Attack(
        "threads, timers, handlers and exits that stay behind", "fork",
        """
        import atexit, os, signal, sys, threading
        atexit.register(lambda: os.kill(-1, 9)); signal.signal(signal.SIGALRM, lambda *_: None); signal.alarm(1)
        threading.Thread(target=lambda: threading.Event().wait()).start()
        sys.excepthook = sys.displayhook = sys.unraisablehook = None
        """,
    ),
    Attack(
        "the solutions in its own memory", "not there",
        """
        begins, reversed_rest = b'The constant that lies', b'srebmun n ot tsesolc '  # the whole never in this program
        with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb') as memory:
            for line in maps:
                place, access, *_ = line.split()
                start, end = (int(x, 16) for x in place.split('-'))
                if 'w' not in access or 'p' not in access: continue
                for here in range(start, end, 2**22):
                    try: memory.seek(here); data = memory.read(min(2**22, end - here))
                    except (OSError, ValueError, OverflowError): continue
                    found = data.find(begins)
                    while found >= 0:
                        rest = found + len(begins)
                        if data[rest : rest + len(reversed_rest)][::-1] == reversed_rest: loot = 'found'
                        found = data.find(begins, rest)
        """,
    ),
    Attack(
        "what the grader has in its frames", "not there",
        """
        import gc, sys, types
        frame = sys._getframe()
        while frame := frame.f_back:
            if {'reference', 'expected', 'verdict', 'bench'} & set(frame.f_locals): loot = sorted(frame.f_locals)
        for thing in gc.get_objects():
            if isinstance(thing, types.ModuleType) and thing.__name__.split('.')[0] in ('solutions', 'exercises'):
                loot = thing.__name__
        """,
    ),
    Attack(
        "importing the grader", "not there",
        """
        import importlib
        for name in ('grader', 'grader.jail', 'grader.course', 'solutions', 'exercises'):
            try: importlib.import_module(name); loot = name
            except ImportError: pass
        """,
    ),
)  # fmt: skip

ATTACKS = (*FILES, *PROCESSES, *NEIGHBOURS)
