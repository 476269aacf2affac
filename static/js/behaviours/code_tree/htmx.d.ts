// The part of htmx that scripts ask for.
interface Window {
  htmx: {
    ajax(method: string, address: string, how: Record<string, unknown>): Promise<void>;
    process(element: Element): void;
  };
}
