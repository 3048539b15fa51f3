#!/usr/bin/env python3
"""The layer check must find what it is there to find: one broken tree a rule."""
import pathlib
import subprocess
import sys
import tempfile

CHECK = sys.argv[1]

BROKEN = {
    "an include against the rank": ("sim/hw/a.h", '#include "sim/machine/m.h"\n', "may not include sim/machine"),
    "ImGui in the simulator": ("sim/base/a.h", "#include <imgui/imgui.h>\n", "no place in the simulator"),
    "POSIX in the simulator": ("sim/hw/a.cpp", "#include <unistd.h>\n", "no place in the simulator"),
    "a clock in the simulator": ("sim/machine/a.cpp", "#include <chrono>\n", "no place in the simulator"),
    "threads in the simulator": ("sim/machine/a.cpp", "#include <thread>\n", "no place in the simulator"),
    "a file in the simulator": ("sim/labs/a.cpp", 'void f() { fopen("x", "r"); }\n', "fopen"),
    "a domain word in widgets": ("app/widgets/a.h", '#include "sim/machine/m.h"\n', "may not include"),
    "host knows platform": ("app/platform/a.h", '#include "app/host/h.h"\n', "may not include"),
    "a file in no room": ("sim/extra/a.h", "\n", "stands in no room"),
}
failed = 0
for name, (path, text, expected) in BROKEN.items():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for file, content in {"sim/machine/m.h": "", "app/host/h.h": "", path: text}.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(content)
        run = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
        if run.returncode != 1 or expected not in run.stdout:
            failed += 1
            print(f"not found: {name}: {run.stdout}")
print(f"{len(BROKEN) - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
