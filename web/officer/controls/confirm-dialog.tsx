import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import { Button } from './button.tsx';
import './dialog.css';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly children?: ReactNode;
  readonly confirmLabel: string;
  /** Where plain "cancel" would read as the act itself. */
  readonly cancelLabel?: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly isPending?: boolean;
  readonly isDangerous?: boolean;
}

/** Asks before something that cannot be taken back lightly; Escape cancels. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const words = useWording(shellWording);
  const pending = props.isPending === true;
  return (
    <ModalOverlay
      className="dialog-backdrop"
      isOpen={props.isOpen}
      isKeyboardDismissDisabled={pending}
      onOpenChange={(open) => !open && !pending && props.onCancel()}
    >
      <Modal className="dialog">
        <Dialog role="alertdialog" className="dialog-body">
          <Heading slot="title" level={2}>
            {props.title}
          </Heading>
          {props.children}
          <div className="dialog-actions">
            <Button
              variant={props.isDangerous === true ? 'danger' : 'primary'}
              isPending={pending}
              onPress={props.onConfirm}
            >
              {props.confirmLabel}
            </Button>
            <Button variant="quiet" isDisabled={pending} onPress={props.onCancel}>
              {props.cancelLabel ?? words.cancel}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
