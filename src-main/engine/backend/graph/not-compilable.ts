/** Work that cannot become a graph; the message says which op stands in the way. */
export class NotCompilable extends Error {}
