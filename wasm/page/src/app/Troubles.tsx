import { Text } from "../text/Text";
import { dismiss, troubles } from "./trouble";

export function Troubles() {
  return (
    <div role="alert" class="troubles">
      {troubles.value.map((trouble) => (
        <div key={trouble.message} class="trouble">
          <div>
            <p>
              <Text value={trouble.message} most={600} />
            </p>
            {trouble.place && (
              <p class="faint">
                <Text value={trouble.place} most={300} />
              </p>
            )}
            {trouble.hint && (
              <p class="soft">
                <Text value={trouble.hint} most={600} />
              </p>
            )}
          </div>
          <button type="button" class="button" onClick={() => dismiss(trouble)}>
            Dismiss
          </button>
        </div>
      ))}
    </div>
  );
}
