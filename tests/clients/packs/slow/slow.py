"""Prints 100 lines in two seconds, some of them not in ASCII, and then a PCC."""

import sys
import time

for number in range(100):
    print(f"{number:03d} grüße, 你好, 🙂", flush=True)
    time.sleep(0.02)
print("PCC: 0.9995", flush=True)
sys.exit(0)
