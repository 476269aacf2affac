/**
 * Files to upload: dropped or chosen, folders too, listed before they are sent, and taken out again one by one. They
 * are sent in small requests to one batch, which may be interrupted and taken up again by choosing the same files.
 * Without this the plain file field does the same work in one request.
 */

import { chosenFiles, droppedFiles } from "./upload/files.js";
import { part, Upload } from "./upload/upload.js";

/**
 * Ask for an office, or the name of a new one, before the files go on their way.
 * @param {HTMLElement} form
 */
function wantOffice(form) {
  const office = /** @type {HTMLSelectElement | null} */ (form.querySelector("[name=office]"));
  const fresh = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=new_office]"));
  if (!office || !fresh) return;
  const judge = () => {
    const missing = !office.value && !fresh.value.trim();
    office.setCustomValidity(missing ? gettext("Choose an office, or name a new one.") : "");
  };
  for (const field of [office, fresh]) field.addEventListener("input", judge);
  judge();
}

/** @param {HTMLFormElement} form */
export default function uploadDrop(form) {
  const upload = new Upload(form);
  const { drop, input } = upload;
  wantOffice(form);
  // Somebody may have been faster than this script.
  upload.add(chosenFiles(input.files));
  input.addEventListener("change", () => upload.add(chosenFiles(input.files)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    upload.start();
  });
  part(form, "[data-stop]").addEventListener("click", () => upload.stop());
  const folder = /** @type {HTMLInputElement} */ (part(form, "#folder"));
  part(form, "[data-folder]").hidden = !("webkitdirectory" in folder);
  part(form, "[data-choose-folder]").addEventListener("click", () => folder.click());
  folder.addEventListener("change", () => {
    upload.add(chosenFiles(folder.files));
    folder.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("is-over"));
  }
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    upload.add(await droppedFiles(event.dataTransfer));
  });
}
