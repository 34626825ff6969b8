import { type RefObject, useEffect, useRef } from "react";

/** For what takes the place of the element that had the focus. It needs `tabIndex={-1}`. */
export function useFocusOnArrival<Element extends HTMLElement>(): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
