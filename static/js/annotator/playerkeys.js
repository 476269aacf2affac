/**
 * The keys of the player. The function keys type nothing, so that they work where somebody corrects the words heard;
 * F4 is what transcribers know for it.
 *
 * @import {Binding} from "./types.js"
 */

/** @returns {Binding[]} */
export function playerKeys() {
  const group = gettext("Listen");
  return [
    { command: "play", keys: ["Space"], scope: "text", group, label: gettext("Play or pause") },
    {
      command: "play",
      keys: ["F4"],
      scope: "always",
      group,
      label: gettext("Play or pause, also while typing"),
    },
    {
      command: "skip",
      keys: ["F2"],
      values: ["-3"],
      scope: "always",
      group,
      label: gettext("Back 3 seconds, also while typing"),
    },
    { command: "play-here", keys: [";"], group, label: gettext("Play from this turn") },
    {
      command: "skip",
      keys: [",", "."],
      values: ["-3", "3"],
      group,
      label: gettext("Back or on by 3 seconds"),
    },
    { command: "speed", keys: ["<", ">"], values: ["-1", "1"], group, label: gettext("Slower or faster") },
  ];
}
