// Cards for jobs that need one: the files that the driver would show under a root of our own.
import fs from 'node:fs';
import path from 'node:path';

function write(root, file, text) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

function link(root, file, target) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.symlinkSync(path.relative(path.dirname(path.join(root, file)), path.join(root, target)), path.join(root, file));
}

/** `count` n150 cards below `folder`/cards; gives the environment that shows them to a daemon. */
export function makeCards(folder, count = 1) {
  const root = path.join(folder, 'cards');
  write(root, 'sys/module/tenstorrent/version', '2.10.0\n');
  for (let index = 0; index < count; index += 1) {
    const pci = `0000:${(index + 1).toString(16).padStart(2, '0')}:00.0`;
    const device = `sys/devices/pci0000:00/0000:00:01.${index % 8}/${pci}`;
    const card = `${device}/tenstorrent/tenstorrent!${index}`;
    const sensors = `${device}/hwmon/hwmon${index + 3}`;
    write(root, `${device}/vendor`, '0x1e52\n');
    write(root, `${device}/device`, '0x401e\n');
    write(root, `${device}/subsystem_device`, '0x0018\n');
    link(root, `sys/bus/pci/devices/${pci}`, device);
    write(root, `${card}/dev`, `241:${index}\n`);
    write(root, `${card}/tt_serial`, `010001861190${(0x3000 + index).toString(16).toUpperCase()}\n`);
    write(root, `${card}/tt_card_type`, 'n150\n');
    write(root, `${card}/tt_aiclk`, '500\n');
    write(root, `${card}/tt_fw_bundle_ver`, '19.4.2.0\n');
    link(root, `${card}/device`, device);
    link(root, `sys/class/tenstorrent/tenstorrent!${index}`, card);
    write(root, `${sensors}/name`, 'wormhole\n');
    write(root, `${sensors}/temp1_input`, '41000\n');
    write(root, `${sensors}/power1_input`, '18000000\n');
    write(root, `dev/tenstorrent/${index}`, '');
    write(root, `proc/driver/tenstorrent/${index}/pids`, '');
  }
  return { TT_BRINGUP_SYSROOT: root };
}
