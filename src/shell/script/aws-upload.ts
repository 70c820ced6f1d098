/** A file by parts, in a POSIX shell: the links are the AWS CLI's, the parts go with curl. */

/** The function `upload FILE`, which prints the id of the upload once it is ready. `target`: options of each command. */
export function uploadFunction(target: string): string {
  const links = `aws support get-attachment-upload-links${target && ` ${target}`}`
  const complete = `aws support complete-attachment-upload${target && ` ${target}`}`
  const status = `aws support describe-attachment-upload-status${target && ` ${target}`}`
  return `\
# Sends a file by parts and prints the id of the upload. Needs curl, and an AWS CLI of August 2026 or newer.
upload() (
  set -eu
  file=$1
  name=\${file##*/}
  bytes=$(wc -c <"$file" | tr -d ' ')
  links=$(${links} \\
    --file-name="$name" --file-size-bytes "$bytes" \\
    --query '[uploadId, partSizeBytes, totalParts]' --output text)
  set -- $links
  id=$1 size=$2 parts=$3
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  set --
  part=1
  while [ "$part" -le "$parts" ]; do
    url=$(${links} \\
      --file-name="$name" --upload-id "$id" \\
      --upload-range "startIndex=$part,endIndex=$((part + 1))" \\
      --query 'uploadUrls[0].url' --output text)
    dd if="$file" of="$folder/part" bs="$size" skip=$((part - 1)) count=1 2>"$folder/log" || {
      cat "$folder/log" >&2
      exit 1
    }
    curl --fail --silent --show-error --output "$folder/answer" --dump-header "$folder/headers" \\
      --upload-file "$folder/part" "$url"
    tag=$(tr -d '\\r' <"$folder/headers" | sed -n 's/^[Ee][Tt][Aa][Gg]: *"\\(.*\\)" *$/\\1/p')
    set -- "$@" "partIndex=$part,eTag=$tag"
    part=$((part + 1))
  done
  status=$(${complete} \\
    --upload-id "$id" --completed-uploads "$@" --query uploadStatus --output text)
  while [ "$status" = attachment-not-ready ]; do
    sleep 2
    status=$(${status} \\
      --upload-id "$id" --query uploadStatus --output text)
  done
  [ "$status" = attachment-ready ] || {
    echo "$name: the upload is $status" >&2
    exit 1
  }
  printf '%s\\n' "$id"
)`
}
