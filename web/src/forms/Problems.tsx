/** One sentence, or a list of them. */
export function Problems({ sentences }: { sentences: string[] }) {
  if (sentences.length < 2) return sentences.map((sentence) => <p key={sentence}>{sentence}</p>);
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
