/** Where Debian's Chromium has its software adapter: tests use it when nobody named a driver and this machine has it. */
import { existsSync } from 'node:fs';

const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Before any thread starts: drivers are looked up in the environment of the process. */
export function useSoftwareAdapter(): void {
  if (existsSync(DRIVER)) process.env['VK_ADD_DRIVER_FILES'] ??= DRIVER;
}
