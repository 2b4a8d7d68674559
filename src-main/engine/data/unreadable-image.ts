/** Thrown by the decoders for a file that cannot become an image; the reason is what the user reads beside the file's name. */
export class UnreadableImage extends Error {
  override readonly name = 'UnreadableImage'
  /** @param reason one short sentence without a full stop, such as "truncated JPEG" */
  constructor(readonly reason: string) {
    super(reason)
  }
}
