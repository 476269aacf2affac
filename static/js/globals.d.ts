/** What other scripts put on the page before our modules run. */
interface Window {
  htmx: { ajax(verb: string, path: string, options: { target: Element; swap: string }): Promise<void> };
}
