/**
 * Is there a driver for Vulkan at all? On Linux WebGPU needs one, and without any it fills the terminal with warnings of its own
 * before it says that there is no adapter. Where the loader looks: its documentation, "Driver Manifest File Usage".
 */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMED_BY = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES'];

/** True where drivers are not looked up in files, and where a variable names one. */
export function mayHaveVulkanDriver(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  if (process.platform !== 'linux' || NAMED_BY.some((name) => (env[name] ?? '') !== '')) return true;
  const home = env['HOME'] ?? homedir();
  const data = (env['XDG_DATA_DIRS'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [
    ...data,
    ...['/usr/local/share', '/usr/share', '/etc', '/usr/local/etc', '/run/opengl-driver/share'],
    ...[env['XDG_DATA_HOME'] ?? join(home, '.local/share'), env['XDG_CONFIG_HOME'] ?? join(home, '.config')],
  ];
  return folders.some((folder) => hasManifest(join(folder, 'vulkan', 'icd.d')));
}

function hasManifest(folder: string): boolean {
  try {
    return readdirSync(folder).some((file) => file.endsWith('.json'));
  } catch {
    return false;
  }
}
