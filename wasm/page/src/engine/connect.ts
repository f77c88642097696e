/** Starts the module in its worker. */
import type { RemoteDataset, RemoteModule } from "./remote";

export interface Engine {
  readonly veyl: RemoteModule;
  empty(): Promise<RemoteDataset>;
  fromSnapshot(bytes: Uint8Array): Promise<RemoteDataset>;
  /** Ends the worker and all that lives in it. */
  end(): void;
}
