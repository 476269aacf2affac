// The part of htmx that the tree asks for.
interface Window {
  htmx: { ajax(method: string, address: string, how: Record<string, unknown>): Promise<void> };
}
