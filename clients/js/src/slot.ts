import { inOrder } from "./ordered.js";
import type { Access } from "./storage.js";

/** One value in a storage. No function rejects, and none waits for more than a few calls. */
export interface Slot {
  /** The stored value, which another tab may have written. If the storage fails, the last known one. */
  read(): Promise<string | null>;
  /** Let *value*, or nothing, be there. It is what is read from now on, also where the storage refuses it. */
  write(value: string | null): Promise<void>;
  /** Forget what is known. */
  forget(): void;
  /** Forget it, and take it away if what is there was written by this object. */
  takeBack(): Promise<void>;
}

/** The slot that *open* gives access to, or throws; *known* is what is there where that can't be read. */
export function slotIn(open: () => Access, known: string | null): Slot {
  const storage = inOrder();
  const get = async () => {
    const found = await storage.call(() => open().get());
    return typeof found === "string" ? found : null;
  };
  /** Is what is there as new as what is known? Not where it wasn't written, nor until it is. */
  let isCurrent = true;
  let written: string | null = null;
  let writes = 0;

  async function read(): Promise<string | null> {
    const before = known;
    const number = writes;
    if (!isCurrent || storage.isSilent()) return before;
    try {
      const found = await get();
      if (number === writes) known = found;
      return found;
    } catch {
      // It refuses, or there is none.
      return before;
    }
  }

  async function write(value: string | null): Promise<void> {
    known = written = value;
    isCurrent = false;
    const number = ++writes;
    const isLast = () => number === writes;
    // A late write may have undone a later call: the last value has to win.
    const repeat = () => void (isCurrent && write(known));
    const put = (kept: string | null) =>
      storage.call(() => (kept === null ? open().remove() : open().set(kept)), repeat);
    const done = store();
    if (!storage.isSilent()) await done;

    async function store(): Promise<void> {
      try {
        await put(value);
        // Some take everything, and keep nothing.
        const isKept = !value || (await get()) !== null;
        if (isLast()) isCurrent = isKept;
      } catch {
        // An old token is worse than none: to present it again looks like theft.
        if (value && isLast() && !storage.isSilent()) put(null).catch(() => {});
      }
    }
  }

  function forget(): void {
    known = null;
  }

  async function takeBack(): Promise<void> {
    const own = written;
    forget();
    // Also what is being written now.
    if (own && (await get().catch(() => null)) === own && own === written) await write(null);
  }

  return { read, write, forget, takeBack };
}
