"""Reads what the kernel and the driver say of this machine's cards. It only reads, and opens no device.

Exit code 0: everything that is there is usable, or there is no card. 1: a card is there and the driver doesn't offer it.
It needs Python 3.8 and no package.
"""

import argparse
import pathlib
import sys

VENDOR = "0x1e52"  # Tenstorrent's number on the PCI bus
ARCHITECTURES = {"0xfaca": "Grayskull", "0x401e": "Wormhole", "0xb140": "Blackhole"}
# The kinds by bits 36 to 51 of the serial number, as the driver tt-kmd 2.10 names them.
KINDS = {
    0x14: "n300", 0x18: "n150", 0x35: "galaxy-wormhole", 0x36: "p100", 0x40: "p150a", 0x41: "p150b", 0x42: "p150c",
    0x43: "p100a", 0x44: "p300b", 0x45: "p300a", 0x46: "p300c", 0x47: "galaxy-blackhole",
}  # fmt: skip


def read(path, missing="-"):
    """The first line of a kernel file. A card that is being reset gives an error for a while: that is unknown, not absent."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0].strip() or missing
    except OSError:
        return missing


def scaled(path, divisor, unit):
    """A reading of hwmon, which counts in thousandths or millionths, in its everyday unit."""
    text = read(path)
    try:
        return f"{int(text) / divisor:.1f} {unit}"
    except ValueError:
        return "-"


def kind_of(serial, told):
    """The kind from the serial number, where the driver doesn't tell it."""
    if told not in ("-", "unknown"):
        return told
    try:
        return KINDS.get((int(serial, 16) >> 36) & 0xFFFF, "unknown")
    except ValueError:
        return "unknown"


def holders(root, index):
    """The processes that have the card open: one number for each open file, so a process may stand there twice."""
    try:
        words = (root / "proc/driver/tenstorrent" / index / "pids").read_text().split()
    except OSError:
        return None
    return sorted({int(word) for word in words if word.isdigit()})


def pci_cards(root):
    found = []
    for device in sorted((root / "sys/bus/pci/devices").glob("*")):
        if read(device / "vendor") == VENDOR:
            found.append(device)
    return found


def cards(root):
    """What the driver offers, in the order of /dev/tenstorrent, each as a dictionary."""
    found = []
    nodes = [path for path in (root / "sys/class/tenstorrent").glob("tenstorrent!*") if path.name.partition("!")[2].isdigit()]
    for node in sorted(nodes, key=lambda path: int(path.name.partition("!")[2])):
        index = node.name.partition("!")[2]
        pci = (node / "device").resolve()
        hwmon = next(iter(sorted(pci.glob("hwmon/hwmon*"))), pci / "none")
        serial = read(node / "tt_serial")
        found.append({
            "index": index,
            "address": pci.name,
            "kind": kind_of(serial, read(node / "tt_card_type")),
            "serial": serial,
            "firmware": read(node / "tt_fw_bundle_ver"),
            "clock": read(node / "tt_aiclk"),
            "temperature": scaled(hwmon / "temp1_input", 1e3, "C"),
            "power": scaled(hwmon / "power1_input", 1e6, "W"),
            "width": read(pci / "current_link_width"),
            "speed": read(pci / "current_link_speed"),
            "node": (root / "dev/tenstorrent" / index).exists(),
            "holders": holders(root, index),
        })
    return found


def boards_of(found):
    """How many boards the nodes are: the two chips of a p300 are two nodes with one serial number."""
    return len({card["serial"] if card["kind"].startswith("p300") and card["serial"] != "-" else card["index"] for card in found})


def chips_of(found):
    """How many chips they are: the second chip of an n300 has no node of its own."""
    return sum(2 if card["kind"] == "n300" else 1 for card in found)


def describe(card):
    held = card["holders"]
    if held is None:
        text = "who has it open can't be read"
    else:
        text = "held by process " + ", ".join(map(str, held)) if held else "nobody has it open"
    yield f"card {card['index']}: {card['kind']} at {card['address']}, firmware bundle {card['firmware']}"
    yield f"  {card['temperature']}, {card['power']}, clock {card['clock']} MHz, PCIe x{card['width']} at {card['speed']}; {text}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("/"), help="where sys, proc and dev are looked for")
    root = parser.parse_args().root
    on_bus, found = pci_cards(root), cards(root)
    print(f"kernel: Linux {read(root / 'proc/sys/kernel/osrelease')}")
    print(f"driver: tt-kmd {read(root / 'sys/module/tenstorrent/version', 'not loaded')}")
    print(f"cards on the PCI bus: {len(on_bus)}")
    for device in on_bus:
        print(f"  {device.name}: {ARCHITECTURES.get(read(device / 'device'), 'of a kind that is not known here')}")
    print(f"cards that the driver offers: {len(found)} nodes, {boards_of(found)} boards, {chips_of(found)} chips")
    for card in found:
        for line in describe(card):
            print("  " + line)
    pages = read(root / "sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages")
    print(f"hugepages of 1 GiB: {pages}")
    groups = list((root / "sys/kernel/iommu_groups").glob("*"))
    print(f"IOMMU: {'on' if groups else 'off, or hidden from here'}")
    if not on_bus and not found:
        print("There is no card in this machine. Everything that doesn't need one works all the same.")
        return 0
    away = [device.name for device in on_bus if not list(device.glob("tenstorrent/tenstorrent!*"))]
    if away:
        print(f"The driver offers nothing for {', '.join(away)}: load it with `sudo modprobe tenstorrent`, or install tt-kmd.")
    nodeless = [card["index"] for card in found if not card["node"]]
    if nodeless:
        print(f"/dev/tenstorrent has no node for card {', '.join(nodeless)}: in a container the device has to be passed in.")
    return 1 if away or nodeless else 0


if __name__ == "__main__":
    sys.exit(main())
