/** Counting how often a short word occurs in a stream of bytes, across the borders of reads. */

/** Gives, for each read, how many more times the word has come. */
export function counter(word: string): (bytes: Uint8Array) => number {
  const wanted = Buffer.from(word);
  let tail = Buffer.alloc(0);
  return (bytes) => {
    const all = Buffer.concat([tail, bytes]);
    let count = 0;
    let at = all.indexOf(wanted);
    let end = 0;
    while (at >= 0) {
      count += 1;
      end = at + wanted.length;
      at = all.indexOf(wanted, end);
    }
    tail = Buffer.from(all.subarray(Math.max(end, all.length - wanted.length + 1)));
    return count;
  };
}
