/** Cuts text to a number of UTF-8 bytes, never within a character. */
export const cutText = (text: string, maxBytes: number): string => {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  // In a stream an unfinished character at the end is held back, not replaced.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, Math.max(0, maxBytes)), { stream: true })
}
