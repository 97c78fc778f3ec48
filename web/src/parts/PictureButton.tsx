/** Chooses a picture of the kinds that the server takes for names. */

import { upload } from "../../../sdk/src/upload.ts";
import { explain, type Store } from "../state/store.ts";
import { t } from "../texts/texts.ts";

export function PictureButton({ onChosen }: { readonly onChosen: (file: File) => void }) {
  return (
    <label className="button small">
      {t.choosePicture}
      <input
        className="hidden-visually"
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) onChosen(file);
        }}
      />
    </label>
  );
}

/** Uploads a picture and puts it to use; why that failed is told as a notice. */
export async function putPicture(
  store: Store,
  file: File,
  use: (upload: number) => Promise<unknown>,
): Promise<void> {
  const { server: url, token } = store.account;
  try {
    const { id } = await upload({ url, token, file, name: file.name });
    await use(id);
  } catch (refused) {
    store.notify(explain(refused), "error");
  }
}
