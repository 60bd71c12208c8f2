/** PyTorch, where it is installed: for the first interpreter, or for the system's own behind it. */
import { succeeds, type OptionalTool } from './optional-tool.js';

/** An interpreter that has PyTorch; undefined where there is none. */
export const pythonWithTorch = ['python3', '/usr/bin/python3'].find((python) =>
  succeeds(python, ['-c', 'import torch']),
);

export const torch: OptionalTool = {
  name: 'python3 with PyTorch',
  install: 'install the Debian package python3-torch, or torch by pip',
  isPresent: () => pythonWithTorch !== undefined,
};
