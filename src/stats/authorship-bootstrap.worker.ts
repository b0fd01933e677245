import {
  type AuthorshipBootstrap,
  type AuthorshipInput,
  authorshipBootstrap,
} from "./authorship-bootstrap.ts";

/** Runs the bootstrap in a thread of its own. */
export default function task(
  input: AuthorshipInput,
  progress: (fraction: number) => void,
): AuthorshipBootstrap {
  return authorshipBootstrap(input, progress);
}
