"""Imitates a machine with four nodes, as a folder of files like the kernel's, and checks what the reader found out about it.

It needs Python 3.8 and no package.
"""

import os

import exercise
import machine_read

DRIVER = "2.10.0"
HUGEPAGES = 3
# PCI address, architecture's device number, serial number, kind, firmware, width of the link, milli-degrees, process that has it
CARDS = (
    ("0000:01:00.0", "0x401e", "0100018500000B07", "n150", "18.12.0.0", 16, 44062, None),
    ("0000:41:00.0", "0x401e", "0100014500000A31", "n300", "19.11.0.0", 16, 71875, 4242),
    ("0000:81:00.0", "0xb140", "0000046500000C12", "p300c", "19.11.0.0", 16, 52250, None),
    ("0000:82:00.0", "0xb140", "0000046500000C12", "p300c", "19.11.0.0", 8, 51500, None),
)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def link(path, target):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.symlink_to(os.path.relpath(target, path.parent))


def build(root):
    """Writes the machine below `root`, with the kernel's names and units."""
    write(root / "sys/module/tenstorrent/version", DRIVER)
    write(root / "sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", HUGEPAGES)
    for index, (address, device, serial, kind, firmware, width, heat, holder) in enumerate(CARDS):
        pci = root / "sys/devices/pci0000:00" / address
        node = pci / "tenstorrent" / f"tenstorrent!{index}"
        for name, text in (("vendor", machine_read.VENDOR), ("device", device), ("current_link_width", width),
                           ("max_link_width", 16), ("current_link_speed", "16.0 GT/s PCIe")):  # fmt: skip
            write(pci / name, text)
        for name, text in (("tt_serial", serial), ("tt_card_type", kind), ("tt_fw_bundle_ver", firmware), ("tt_aiclk", 500)):
            write(node / name, text)
        write(pci / "hwmon" / f"hwmon{index + 3}" / "temp1_input", heat)
        write(pci / "hwmon" / f"hwmon{index + 3}" / "power1_input", 14_000_000)
        write(root / "proc/driver/tenstorrent" / str(index) / "pids", f"{holder}\n{holder}" if holder else "")
        write(root / "dev/tenstorrent" / str(index), "In a real machine this is the device itself.")
        link(node / "device", pci)
        link(root / "sys/class/tenstorrent" / f"tenstorrent!{index}", node)
        link(root / "sys/bus/pci/devices" / address, pci)


def checks():
    """The answers, worked out from CARDS by the reader of real machines where it can."""
    oldest = min(range(len(CARDS)), key=lambda n: [int(part) for part in CARDS[n][4].split(".")])
    hottest = max(range(len(CARDS)), key=lambda n: CARDS[n][6])
    narrow = next(n for n, card in enumerate(CARDS) if card[5] < 16)
    found = [{"index": str(n), "kind": card[3], "serial": card[2]} for n, card in enumerate(CARDS)]
    holder = next(card[7] for card in CARDS if card[7])
    in_class = "Look into sys/class/tenstorrent/tenstorrent!N/"
    return {
        "driver": (exercise.same_text(DRIVER), "Look into sys/module/tenstorrent/."),
        "boards": (exercise.same_number(machine_read.boards_of(found)), f"{in_class}: two nodes with one tt_serial are one board."),
        "chips": (exercise.same_number(machine_read.chips_of(found)), f"{in_class}tt_card_type: which kinds have two chips, and how many nodes?"),
        "old_firmware": (exercise.same_number(oldest), f"{in_class}tt_fw_bundle_ver."),
        "hottest": (exercise.same_number(hottest), f"{in_class}device/hwmon/hwmon*/temp1_input, in thousandths of a degree."),
        "narrow_link": (exercise.same_number(narrow), f"{in_class}device/: compare current_link_width with max_link_width."),
        "holder": (exercise.same_number(holder), "Look into proc/driver/tenstorrent/N/pids."),
        "hugepages": (exercise.same_number(HUGEPAGES), "Look into sys/kernel/mm/hugepages/hugepages-1048576kB/."),
    }  # fmt: skip


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    exercise.say_what_is_imitated("a machine with cards")
    place = exercise.prepare(arguments.folder, "box")
    build(place / "machine")
    print(f"The machine is the folder {place / 'machine'}")
    return exercise.judge(place / "answers.txt", checks())


if __name__ == "__main__":
    exercise.run(main)
