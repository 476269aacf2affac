/**
 * Files before they are sent: where they come from, what they are called, what would refuse them. No network.
 *
 * @typedef {{id: string, file: File, path: string, size: number, objection: string}} Chosen a file, its name with
 *   folders, and why it will not be sent, if so
 * @typedef {{endings: string[], most: number}} Limits
 */

// What systems leave in folders, and the marks that Word leaves beside an open document.
const LITTER = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

/**
 * The files of a drop, those of dropped folders too. Call it within the event: later the browser forgets them.
 * @param {DataTransfer | null} dropped
 * @returns {Promise<{file: File, path: string}[]>}
 */
export async function droppedFiles(dropped) {
  const items = Array.from(dropped?.items ?? []).filter((item) => item.kind === "file");
  const found = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const read = found.map((each) => {
    if (each instanceof File) return [{ file: each, path: each.name }];
    return each ? inside(each, "") : [];
  });
  return (await Promise.all(read)).flat();
}

/**
 * @param {FileSystemEntry} entry
 * @param {string} folder
 * @returns {Promise<{file: File, path: string}[]>}
 */
async function inside(entry, folder) {
  if (LITTER.test(entry.name)) return [];
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise((done, failed) =>
      /** @type {FileSystemFileEntry} */ (entry).file(done, failed),
    );
    return [{ file: /** @type {File} */ (file), path }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {{file: File, path: string}[]} */
  const found = [];
  for (;;) {
    // A folder is read in parts: until one is empty there are more.
    const part = /** @type {FileSystemEntry[]} */ (
      await new Promise((done, failed) => reader.readEntries(done, failed))
    );
    if (part.length === 0) return found;
    for (const each of part) found.push(...(await inside(each, `${path}/`)));
  }
}

/**
 * The files of a file field; a folder's come with their paths.
 * @param {FileList | null} list
 */
export function chosenFiles(list) {
  const files = Array.from(list ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name }));
  return files.filter(({ path }) => !path.split("/").some((name) => LITTER.test(name)));
}

/**
 * Why a file would be refused; the server judges again.
 * @param {File} file
 * @param {Limits} limits
 */
export function objectionTo(file, { endings, most }) {
  if (file.size === 0) return gettext("empty");
  if (file.size > most) return gettext("too large");
  return endings.some((ending) => file.name.toLowerCase().endsWith(ending)) ? "" : gettext("cannot be read");
}

/**
 * The same file has the same id in the same batch, today and tomorrow: so what arrived is known again when it is
 * chosen again, and nothing arrives twice. By name with folders, size and time of change.
 * @param {string} batch
 * @param {string} path
 * @param {{size: number, lastModified: number}} file
 */
export function idOf(batch, path, { size, lastModified }) {
  const said = `${batch}\n${path}\n${size}\n${lastModified}`;
  const digits = [1, 2, 3, 4].map((seed) => hash(said, seed).toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[Number.parseInt(digits.charAt(16), 16) % 4];
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
  ];
  return [...parts, digits.slice(20)].join("-");
}

/**
 * FNV-1a with a stir at the end. Not to keep secrets: pages without TLS have no crypto.subtle.
 * @param {string} text
 * @param {number} seed
 */
function hash(text, seed) {
  let h = Math.imul(0x811c9dc5 ^ seed, 0x9e3779b1);
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A random id. Pages without TLS have no crypto.randomUUID. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return idOf(bytes.join(" "), "", { size: 0, lastModified: 0 });
}

/**
 * @param {number} bytes
 * @returns {string}
 */
export function readableSize(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** power).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${units[power]}`;
}
