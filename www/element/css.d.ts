/** A style sheet as text, as the build puts it into the package. */
declare module '*.css' {
  const text: string;
  export default text;
}

/** A piece of the module, packed by gzip, as Base64. */
declare module 'packed:*' {
  const text: string;
  export default text;
}
