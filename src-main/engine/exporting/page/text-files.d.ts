/** Scripts imported as text (`?raw`), as the web page embeds them. */
declare module '*.js?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: the bundler gives the text as the default export
  export default text
}
