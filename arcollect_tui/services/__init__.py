"""What a collector can do: one module a duty, one public function a deed, one transaction each."""
