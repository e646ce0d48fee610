// A folder with what the driver shows of one card: the daemon reads it in place of the machine's own /sys, /proc and /dev.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** An n150 at rest. `write` changes a file below `root`; `sensors` and `card` are folders below it. */
export function makeCardTree() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-cards-'));
  process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));
  const pci = 'sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0';
  const card = `${pci}/tenstorrent/tenstorrent!0`;
  const sensors = `${pci}/hwmon/hwmon2`;
  const write = (file, text) => {
    const full = path.join(root, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, `${text}\n`);
  };
  const files = {
    'sys/module/tenstorrent/version': '2.10.0',
    [`${pci}/vendor`]: '0x1e52', [`${pci}/device`]: '0x401e', [`${pci}/subsystem_device`]: '0x0018',
    [`${card}/tt_card_type`]: 'n150', [`${card}/tt_serial`]: '0100018611902010', [`${card}/tt_aiclk`]: '500', [`${card}/tt_fw_bundle_ver`]: '19.11.0.0',
    [`${sensors}/name`]: 'wormhole', [`${sensors}/temp1_input`]: '44000', [`${sensors}/temp1_max`]: '75000', [`${sensors}/power1_input`]: '14000000',
    'dev/tenstorrent/0': '', 'proc/driver/tenstorrent/0/pids': '',
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  fs.symlinkSync('../..', path.join(root, card, 'device'));
  fs.mkdirSync(path.join(root, 'sys/class/tenstorrent'), { recursive: true });
  fs.symlinkSync(path.join('../../../', card), path.join(root, 'sys/class/tenstorrent/tenstorrent!0'));
  return { root, card, sensors, write };
}
