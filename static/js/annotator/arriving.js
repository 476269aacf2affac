/**
 * Where somebody wants to be who comes from another page: `?at=` is a place in the text, `?find=` what they looked for.
 *
 * @import {Navigation} from "./navigation.js"
 * @import {Search} from "./search.js"
 */

/**
 * @param {string} query of the address
 * @param {{navigation: Navigation, search: Search, end: number}} deps `end` is that of the text
 */
export function arrive(query, { navigation, search, end }) {
  const asked = new URLSearchParams(query);
  const at = Number.parseInt(asked.get("at") ?? "", 10);
  if (at >= 0 && at < end) navigation.goTo(at);
  const words = asked.get("find");
  if (words) search.find(words, asked.get("mode") ?? "stem");
}
