/** Name and version of the software. */
export const SOFTWARE = "Koine/0.1.0";
