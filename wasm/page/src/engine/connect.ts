/** Starts the module in its worker. */
import { connect as start } from "veyl/client";
import type { RemoteDataset, RemoteModule } from "./remote";

export interface Engine {
  readonly veyl: RemoteModule;
  empty(): Promise<RemoteDataset>;
  fromSnapshot(bytes: Uint8Array): Promise<RemoteDataset>;
  /** Ends the worker and all that lives in it. */
  end(): void;
}

export async function connect(): Promise<Engine> {
  const { veyl, Dataset, terminate } = await start();
  return { veyl, empty: () => Dataset.create(), fromSnapshot: (bytes) => Dataset.fromSnapshot(bytes), end: terminate };
}
